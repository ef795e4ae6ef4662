"""Times the pages at the size of a large district, next to a bare Django view."""
