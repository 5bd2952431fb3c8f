# What the terminal says around the conversation.

terminal-cleared = (The chat was cleared.)

terminal-how = Type, then press Enter. To tap a button, type its number, or its name as it stands in [ ]. To leave, type /quit.

terminal-no-button = (There is no such button here.)
