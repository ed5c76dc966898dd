"""What a page of news is made of: its article among all else, its title, its dates, its authors; and plain text, which is a page without markup."""
