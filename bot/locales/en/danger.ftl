# What is said to somebody in danger. The numbers come from the force's own file.

emergency =
    🔴 Ring { $emergency } now, if it is safe to.

    We cannot send anyone. Nobody watches this chat. What you write here does not reach anyone who can come.

emergency-again = If this is going on now, ring { $emergency }. Nobody watches this chat, and we cannot send anyone.

ask-now =
    Is it going on right now? Or is anyone in danger right now?

    If you are not sure, say so.

ask-situation =
    Can you ring { $emergency }?

    If you cannot speak, or cannot hear, there are other ways. Tap what fits.

ask-phone = What sort of phone have you got? It works in a different way on each.

ask-text-ways = Which of these can you use?

ask-registered =
    Have you signed up to text { $emergency } with this phone?

    It only works for phones that have signed up.

ask-leave = Do you also want to leave what you know here? Stay safe first. This can wait.

ring-now =
    Ring { $emergency } now. Ask for the police. If someone is hurt or will not wake up, ask for an ambulance.

    Say where you are first.

silent-mobile =
    On a mobile, you do not have to speak:

    1. Ring { $emergency }.
    2. Listen. If you can, cough or tap the phone when they speak to you.
    3. When you are told to press { $silent }, press { $silent }.

    That puts you through to the police. It does not show them where you are. Try to say or tap an answer to what they ask.

silent-landline =
    On a home phone, you do not have to speak:

    1. Ring { $emergency }.
    2. Do not hang up. Stay on the line.

    If they can only hear noise, they put you through to the police. They can see where a home phone is. There is no need to press { $silent }: that is just for mobiles.

text-999-ready =
    Text { $emergency } now. Say:

    - who you need (police or ambulance)
    - what is going on
    - where you are

    Then wait for a text back. It can take two minutes. If you hear nothing after three, text again or try some other way.

text-999-not-ready =
    This phone cannot text { $emergency } yet. If someone near you can ring { $emergency }, ask them to.

    To sign up, text the word "{ $register }" to { $emergency }. Read what comes back, then text "yes". Wait for the text that says you are signed up. Only then can you text for help.

sign-language =
    Use the { $bsl } app, or go to { $bsl-page } on your phone. It is free, day and night. You sign to someone on video, and they speak to { $emergency } for you.

textphone =
    On a textphone, call { $textphone }. In the Relay UK app, tap the { $emergency } button.

helplines =
    { $sign ->
        [cuckooing]
            It sounds as if someone's home has been taken over. That is called cuckooing, and it is a crime. Whoever lives there is not in trouble. They need help.

            If that is you: it is not your fault, and you can get out of it.
        [county_lines]
            It sounds as if someone is being used to carry or sell drugs. If they were pushed or tricked into it, they are not in trouble with us. They need help.

            If that is you: it is not your fault, and you can get out of it.
        [child_exploitation]
            It sounds as if a child is being used. That child is not in trouble with us. They need help.

            If that is you: it is not your fault. Talk to someone you trust.
        [forced_labour]
            It sounds as if someone is being made to work. They are not in trouble with us. They need help.

            If that is you: it is not your fault, and you can get out of it.
       *[other]
            It sounds as if someone is being made to do things. They are not in trouble with us. They need help.

            If that is you: it is not your fault, and you can get out of it.
    }

    You can talk to these people too. They are not the police:

    - Modern Slavery Helpline: { $modern-slavery }
    - Childline, if you are under 19: { $childline }
    - NSPCC, if you fear for a child: { $nspcc }
    - FRANK, about drugs: { $frank }
    - { $crimestoppers-name }: { $crimestoppers }. Under 17? Look up { $fearless }.

    In danger right now? Ring { $emergency }.
