"""Page -> Articles: read a page as an editor reads it, whatever order its text came in.

    rows (lines) -> columns taken apart (interleaved) -> labels (features, typography; alike) -> pieces
         -> fragments linked into strands (evidence, assembly, search)
         -> titles, captions, section heads attached (titles, attach, overlooked, page)
         -> doubts told (agreement, risk, doubts) -> articles written out (articles)
         -> over the pages of an issue, articles that go on on another page joined (marks, jumps)

Every non-blank line ends in an article or in the page's furniture; nothing is dropped.
"""

from briefing.segment.jumps import join
from briefing.segment.page import read_page

__all__ = ["join", "read_page"]
