"""Tests that take long or need programs from elsewhere: .ci/full runs them, make test does not."""
