# What the line says besides danger and questions.

greeting =
    In danger now? Ring { $emergency }. We cannot send anyone. Nobody watches this chat.

    Tell { $force } about drug dealing here. Just type what you know. Do not say who you are.

    What we keep: the words you say yes to, and what you tap. They are locked, and only our team can open them. We do not keep your name, number or account. We keep the hour your report came in. Once it is closed, just the day.

    { $front ->
        [terminal] What this computer knows: it may keep what you type, and so may those who look after it. We clear this chat at the end.
       *[telegram] What Telegram knows: that you wrote to us, what you wrote, your phone number and where you went online. The law can make them hand it over. This chat is not end-to-end encrypted. Anyone with your phone can read it, so we clear it at the end.
    }

    You can also call { $crimestoppers-name }, who are not the police: { $crimestoppers }.

    More: /help /privacy

help =
    In danger? Ring { $emergency }. This chat cannot send help.

    To tell us something, just type it. We ask a few things. You can skip each one. Then we show you what we would keep, and you choose.

    { $commands }

    Not an emergency? You can also call { $non-emergency }. On the railway, text { $railway }. You can call { $crimestoppers-name } on { $crimestoppers }. They are not the police, and they do not ask who you are. If you use a textphone, { $non-emergency } is { $textphone-non-emergency }.

privacy =
    What we keep:
    - the words you said yes to, with the parts about you taken out
    - what you tapped: how you know, if others know, if it is going on now
    - a pin on the map, if you gave us one
    All this is locked. This bot cannot open it. Only our team can.

    Not locked, so that we can put it in order: the hour it came in (just the day once it is closed), the town, the kind of drug, and how urgent it is.

    What we do not keep: your name, your number, your account, or your code.

    { $front ->
        [terminal] What we cannot change: this computer may keep what you type.
       *[telegram]
            What we cannot change: Telegram knows that you wrote to us, and what. It keeps chats on its own computers. It can be made to give your phone number, and where you went online, to the law. This chat is not end-to-end encrypted.
    }

    Your phone is the weak point. We clear this chat when you finish, but screenshots and old alerts stay. Clear it now: /erase

    How you write can point to you. So can things only you could know. Leave them out.

    If your tip shows that a life is at risk, the police may have to act on it at once.

tell-us = Tell us what you know when you are ready. Just type it.

hello-again = Hello. Go on when you are ready.

thanks = Thank you too. Stay safe. In danger, ring { $emergency }.

choose-one = Sorry, that does not fit here. Tap a button, or type a bit more.

add-words = There are no words in that. Please type what is going on, and where.

too-long = That is more than we can take. We kept the first { $limit } letters and marks of your report. You can still send it.

words-cut = Done. It is out.

words-not-found = Those words are not in your report. Type them just as they are there.

pin-dropped = The pin is gone. Where you are is no business of ours.

pin-not-added = We cannot add a pin to a report that is in. Please write where it is in words. The pin comes out of this chat.

button-old = That button is no longer in use. Go by our last message. If half an hour has gone by, nothing was kept: please start again.

finish-first = You have a report open. Send it or cancel it first. Then type your code.

unknown-command = I do not know that one. Try /help.

slow-down = You are very fast. Please wait a minute, then type it again. In danger, ring { $emergency }.

rush = In danger now? Ring { $emergency }. Our answer takes longer than usual, up to a minute. You need not type it again.

paused =
    We cannot take new reports just now, and we did not keep what you typed. Please try again later.

    In danger, ring { $emergency }. You can also call { $non-emergency }, or { $crimestoppers-name } on { $crimestoppers }. They are not the police, and they do not ask who you are.

notice = From our team: { $text }

challenge-wrong = That is not the one. Please look again.

broken = Sorry, that did not work just now. Please try again in a few minutes. In danger, ring { $emergency }.

not-saved = We could not save your report. Nothing was kept. Please tap Send again in a minute. If it still fails, call { $non-emergency } or { $crimestoppers-name } on { $crimestoppers }.

expired =
    That report has run out, and nothing was sent. We only hold a report for half an hour while you write it.

    If you still want to tell us, please type it again. If you are not sure that we got it, it does no harm to send it twice.

erased = All clear. We have forgotten this chat. To be safe, delete the rest: { $front ->
        [terminal] close this window, and clear what it keeps of old text.
       *[telegram] open this chat's menu, tap Delete chat, and clear old alerts on your phone.
    }

erased-not-all = We have forgotten this chat, but some of it is too old for us to clear. Please delete it now: { $front ->
        [terminal] close this window, and clear what it keeps of old text.
       *[telegram] open this chat's menu, tap Delete chat, and clear old alerts on your phone.
    }

# The code

code-empty = There are no digits in that. Your code has { $needed } digits.

code-letters = There is more than digits in that. Your code has only digits, { $needed } of them. Type just those, or tap Back.

code-too-short =
    { $digits ->
        [one] That is just one digit. Your code has { $needed }.
       *[other] That is { $digits } digits. Your code has { $needed }. Some are missing.
    }

code-too-long =
    { $digits ->
        [one] That is one digit. Your code has { $needed }.
       *[other] That is { $digits } digits. Your code has { $needed }. There are some too many.
    }

code-mistyped = One of the digits is wrong, or two are the wrong way round. Look at it again and type it once more.

code-wait = That is a lot of codes. Please wait an hour, then try again.

answers =
    Our team wrote back:

    { $text }

    You can read this just once: it is gone from our side now. You do not have to do a thing. Please do not go and look, or ask around.

answers-none = Nothing to read for this code today. You can add to your report if you like.

added = Done. It is with your report now. Your code stays the same.

not-added = We could not add that. There is no open report for this code. Nothing was kept. You can type it as a new report.

# News

news =
    What tips have led to:

    { $items }

news-none = There is no news to tell right now. Please look again another day.

# What is not taken

refuse-voice = Your voice can tell who you are, so we do not keep it. We take it out of this chat. Please type.

refuse-file = Files can hide things about your phone, so we do not take them. It comes out of this chat. Please type.

refuse-photo = We cannot make pictures safe, so we do not take them. It comes out of this chat. Please say what is in it.

refuse-location = That can show where you are, so we do not keep it. It comes out of this chat. Please type where the dealing is.

refuse-forward = That can show who wrote it and who you know, so we do not keep it. It comes out of this chat. Please type it in your own words.

refuse-other = That can show who you are, so we do not keep it. It comes out of this chat. Please type.
