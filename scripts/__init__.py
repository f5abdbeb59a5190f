"""What builds data, templates and bundles, and fits weights; nothing of it runs at an office."""
