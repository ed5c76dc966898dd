"""Formats that others read, one file each: what was found goes out as rows, marks or pages."""
