"""What many articles say together: copies folded, the same event found, sources counted, disagreement shown.

`relate` is the only step that sees more than one article. It merges nothing: all it finds is a `Judgement` beside the records.
"""
