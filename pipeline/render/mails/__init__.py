"""What staff are told by mail: the facts of a notice in, subject and text out.

notice      the whole of it
circular    the mail that brings a unit its workbook
forms       what each kind of notice says: of_files, of_editions, of_replies
parts       what changed, what was found, what did not arrive
lines       words as lines of a mail
"""
