"""Letters to citizens.

compose.py   what a letter says, made from the recorded facts
channels.py  who delivers it; another is named in the settings
sending.py   the outbox: each letter goes out once
pdf.py       how it looks on paper
"""
