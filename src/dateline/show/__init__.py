"""Floor 5: a record for people: in the terminal (rich) and as one page (Jinja2). Nothing is found here, only shown."""
