"""Other readings of what a customer wrote, for where the words as they stand are not answered directly.

Each reading is a pure function of the text, of the words that the articles use, and of what was said before.
`kb.hearing` tries them in turn, and the judge decides on each as on any question.
"""
