"""What comes in, looked into: what a file is, what an e-mail brings, and the words in it.

Everything here works on bytes in memory and runs nothing that is in them.
"""
