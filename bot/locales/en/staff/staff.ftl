# What the staff bot says. It never holds a word of a tip.

unknown = This bot is for staff. If you work here, ask your administrator for a code, then send: /start CODE
welcome = Hello { $name }. You are { $role } here. /help shows what you can do.
code-unknown = That code opens nothing. It is good once and for a day; ask for another.
strange-command = There is no such command, or not for you. /help shows yours.
no-command = I only know commands. /help shows yours.
wrong = That does not fit. Type it like this: { $usage }

    For example: { $example }
wrong-because = { $why } Type it like this: { $usage }

    For example: { $example }
no-tip = There is no tip with this id; /queue lists them.
not-allowed = Your role may not do that.
late = That took too long and may or may not have been done. Look with /audit or /health before you try again.
broken = That did not work just now. Nothing was changed that is not in /audit.
button-old = That button has run out. If you tapped it before, look whether it was done; else send the command again.
button-foreign = That button is for somebody else.
cancelled = Left as it was.
yes = Yes
no = No

deed-invite = invite { $name } as { $role }
deed-role = make { $name } { $role }
deed-remove = remove { $name }
deed-publish = publish news of { $name }
deed-pause = pause the line ({ $reason })
deed-resume = take reports again
deed-notice = say “{ $text }” on the first screen
asked = You asked to { $what }.

    It is not done. It waits { $minutes } minutes for your tap in the console: open it yourself and sign in, then your name, Asked for in Telegram. Never type a code or a passphrase here.
tapped-done = Done, as you tapped in the console: { $what }.
tapped-code = {" "}The code for them stands in your console, once.
tapped-refused = You said no in the console: { $what }. Nothing was done.
tapped-late = Nobody tapped in time: { $what }. Nothing was done.

help-mark = {" "}(with a tap in the console)
help-head = What you can do ({ $role }):
help-foot = Never write words of a tip here, and never who may have sent one: Telegram can read this chat.

about-queue = the most pressing tips
about-tip = one tip: priority, area, age, who has it
about-claim = make a tip yours for two hours
about-release-claim = put it back
about-priority = overrule the priority of a tip
about-junk = set a tip aside as junk
about-hold = hold a tip
about-reopen = put a tip back into the queue
about-pause = take no new reports
about-resume = take reports again
about-notice = words on the public bot's first screen
about-flood = ask newcomers for a tap
about-limits = how much each sender may send, and what came in
about-stats = how many tips, by area and priority
about-news = what the public is told
about-staff = who works here
about-audit = what staff did last
about-retention = what will be destroyed, and when
about-health = whether everything runs
about-oncall = who is told first of what is urgent
about-quiet = your own quiet hours
about-ban = why nobody can be banned
about-help = this list

queue-head = { $total ->
        [0] Nothing waits.
        [one] One tip waits.
       *[other] { $total } tips wait.
    } { $urgent ->
        [0] None is urgent.
       *[other] { $urgent } urgent.
    }
queue-more = Here are the first { $shown }. The console has them all.
row = { $id }: { $priority }, { $status }, { $area }, { $age }{ $marks }
row-claimed = , { $who }
row-safeguarding = , somebody vulnerable
no-area = no area
tip = Tip { $id }

    Priority: { $priority } (the program: { $machine })
    Status: { $status }{ $who }
    Area: { $area }
    Drug: { $drug }
    Came in: { $age } ago
    Somebody vulnerable: { $vulnerable }
    Answers not read yet: { $answers }
    Additions: { $additions }
    To be looked at again on { $review }

    Its words are in the console only.
claimed = { $id } is yours for two hours.
put-back = { $id } is back in the queue.
prioritised = { $id } is { $priority } now.
junk-sure = Set { $id } ({ $priority }, { $area }) aside as junk, as “{ $reason }”? It is destroyed after 30 days.
junked = { $id } is junk.
tip-hold = Why is { $id } held?
held = { $id } is held: { $reason }.
reopen-sure = Put { $id } ({ $status }) back into the queue?
reopened = { $id } is back in the queue.

pause-sure = Take no new reports until somebody resumes, with a tap in the console? Whoever may be in danger is answered as ever.
paused = Paused. New reports are turned away with the numbers to ring; whoever may be in danger is answered as ever. /resume and a tap in the console open the line.
resumed = The line takes reports again.
notice-set = Done: { $what }.
notice-off = The notice is gone ({ $languages }).
flood-set = { $mode ->
        [on] Every newcomer is asked for a tap on a picture from now on.
        [off] Nobody is asked for a tap.
       *[auto] Newcomers are asked for a tap while a flood comes in.
    }
limits = One sender: { $messages } messages at once, then { $messages } a minute; { $codes } codes an hour. All together: { $all-codes } codes an hour.

    A flood begins at { $flood } reports a minute, or { $echoes } near copies, in one process.

    Last 24 hours, in tens: { $said } messages, { $reports } reports, { $refused } over a limit, { $copies } near copies, { $challenged } asked for a tap, { $proved } of them tapped, { $away } turned away.
rate-title = Reports begun, each ten minutes
rate-reports = reports
rate-copies = of them near copies
rate-flood = a flood, if within one minute
rate-echoes = a flood too, if within one minute
ban = Nobody can be banned here. Nothing that is kept links a tip to whoever sent it, so there is nobody to name. Against many: /flood on. Against a tip: /junk.

stats-areas = Tips by area, last { $days } days
stats-area = Tips from { $area } by drug, last { $days } days
stats-head = { $period }: { $total } or more. Counts under { $least } are not told, and others are cut down to fives.

audit-line = { $at }  { $by }  { $action }  { $subject }
audit-none = Nothing yet.
retention = { $due ->
        [0] Nothing is due for destruction today.
        [one] One tip is due for destruction today.
       *[other] { $due } tips or more are due for destruction today.
    }

    Tips are kept { $tips } days unless somebody decides otherwise, junk { $junk } days, unread answers { $answers } days. `tipline janitor` destroys what is due; run it daily.
health-line = { $what }: { $state }
health-fine = fine
health-process = sign of life { $age } ago
health-none = no process of the public bot has said that it lives today
health-audit-broken = broken at entry { $number }
health-disk = { $percent } % free
health-outbox = { $count } waiting
health-lost = { $lost } workers lost, { $degraded } texts without the model

oncall-none = Nobody is on the rota: everybody who steers is told of urgent tips. /oncall NAME NAME ... sets it.
oncall = Told first of what is urgent: { $names }.
quiet-none = You have no quiet hours. /quiet 22-7 sets them.
quiet = Quiet from { $start }:00 to { $end }:00. Only urgent things reach you then, and only when nobody else is up.
quiet-off = No quiet hours.

staff-line = { $name }: { $role }{ $notes }
staff-chat = , talks with this bot

news-line = { $number }. { $text }
news-none = Nothing is published.

bell = 🔔
alert-urgent = Urgent: one new tip, { $areas }.{ $vulnerable } /queue urgent
alert-digest = New since the last round: { $priorities }. Where: { $areas }.{ $vulnerable } /queue
alert-escalated = { $number ->
        [one] One urgent tip has waited too long, and nobody has claimed it.
       *[other] { $number } urgent tips have waited too long, and nobody has claimed them.
    } /queue urgent
alert-line-down = The public bot gives no sign of life. People cannot report. Whoever looks after the machine should look now: /health
alert-line-back = The public bot is back.
alert-paused = The line is paused: new reports are turned away, and whoever may be in danger is answered as ever. The audit says who did it. /resume and a tap in the console open it.
alert-resumed = The line takes reports again. The audit says who opened it.
alert-degraded = The analysis is overloaded: { $number } messages in the last minutes were read by rules alone. They are marked so.
alert-workers-lost = { $number } workers of the analysis died.
alert-flooded = A flood of reports is coming in; newcomers are asked for a tap. /limits
alert-audit-broken = The record of what staff did does not hold together from entry { $number } on. Somebody may have changed it: keep a copy of the database.
alert-disk-short = The disk is nearly full: { $number } % is free. Reports are lost to their senders when it is full.
alert-vulnerable = { $number ->
        [0] {""}
        [one] {" "}In one somebody vulnerable may be exploited.
       *[other] {" "}In { $number } somebody vulnerable may be exploited.
    }
age-minutes = { $n } min
age-hours = { $n } h
age-days = { $n } d

about-operation = operations, and what came of them
operation-line = { $number }. { $name }, { $areas }, { $starts } to { $ends }
operation-none = There is no operation yet. /operation new NAME | AREAS begins one.
operation-begun = { $name } is begun. Tips are attached in the console.
operation-noted = { $name }: { $count } { $what } noted.
