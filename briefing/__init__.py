"""Weekly briefings from the pages of Chinese district newspapers."""

import os

__version__ = "0.1.0"

# A page's matrices are small: threads of the linear algebra cost more than they give, on a busy PC twice the
# time. Only where numpy is not loaded yet and nobody has decided otherwise.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
