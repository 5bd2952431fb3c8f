# The questions about a report, its preview, and what surrounds its sending. "ask-" and the step.

ask-idle = Tell us what you know. Just type it, in your own words.

ask-scope =
    Hello. This chat is for tips about drug dealing. What you wrote does not sound like one.

    If it is one, type some more. Or leave it as it is, and our team will read it. For other crimes call { $non-emergency }, or { $emergency } in danger.

ask-challenge =
    A lot is coming in just now, so we check that you are a person. We have what you typed.

    Please tap the { $thing ->
        [tap_key] key
        [tap_tree] tree
        [tap_bread] bread
        [tap_clock] clock
        [tap_boat] boat
       *[tap_fish] fish
    }. In danger, ring { $emergency }.

ask-pin =
    Is this pin the place where the dealing goes on?

    If it is where you are now, say no. We have to know about the dealing, not about you.

ask-where =
    Where does it go on?

    A street and a town is best. A shop, a park or a pub will do. Do not tell us where you live.

ask-town = Which town or part of town is that in?

ask-when =
    When does it go on, or when did it?

    A day and a rough time will do. Tell us if it keeps going on.

ask-who =
    Who is doing it? Do you know a car, a phone number or a name?

    A nickname, clothes or part of a number plate will do. Only what you know now: please do not go and look.

ask-how-known =
    How do you know?

    Tap one. Do not tell us who told you.

ask-others-know =
    Could other people know this too?

    If only you could know it, we take more care with it.

ask-preview =
    { $adding ->
        [yes] This is what we would add to your report:
       *[no] This is your report:
    }

    { $report }

    { $adding ->
        [yes] Words like [your home] stand where something could point to you.
       *[no]
            { $known ->
                [saw] How you know: you saw it
                [told] How you know: someone told you
                [heard] How you know: you heard people talk
               *[unsaid] How you know: you did not say
            }
            { $others ->
                [others_yes] Could others know: yes
                [others_no] Could others know: no
                [others_not_sure] Could others know: you are not sure
               *[unsaid] Could others know: you did not say
            }
            { $happening ->
                [yes] Going on now: yes
                [no] Going on now: no
                [not_sure] Going on now: you are not sure
               *[unsaid] Going on now: you did not say
            }
            { $pin ->
                [yes] Pin on the map: yes
               *[no] Pin on the map: no
            }

            Words like [your home] stand where something could point to you.
    } We take that out. Our team just sees […] there.

    Read it well. Could it still point to you? Then take out more. Nothing is kept until you tap Send.

ask-take-out =
    Which words should come out? Type them just as they are in your report.

    If there is more than one, send them one by one.

ask-change = Type your report again. The new one takes the place of the old one.

ask-code =
    Type your code. It has { $code-digits } digits.

    It only shows you what our team wrote back. It does not show your report.

ask-reading = Do you want to add to your report?

ask-add =
    Type what you want to add.

    Only what you know now. Please do not go and look, or ask around. Stay safe.

ask-ended = You are done here. Tap to clear this chat, or type to start a new report.

receipt =
    ✅ Your report is in. Thank you.

    Your code:

    { $code }

    Write it down or learn it. It is the one way to read what our team writes back. It cannot open your report, and we cannot give it to you again.

    We clear this chat in { $receipt-minutes } minutes, or when you tap.
