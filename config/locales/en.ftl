# What the desk says, in English. One thought a line; the tone is calm and concrete.
# A brand may word any message anew in its own configuration folder; keys and variables stay as they are.

## Pieces that other messages are put together from

said = { $text }
facts = { $facts }
other = Something else
unknown = not known
without = can't be sent
before = before { $day }
between = between { $first } and { $last }
time-yours = { $time } (your time)
time-there = { $time } ({ $place } time)
place-shanghai = Shanghai
place-los-angeles = Los Angeles
place-new-york = New York
place-sao-paulo = São Paulo
place-london = London
place-berlin = Berlin
place-dubai = Dubai
place-kolkata = India
place-bangkok = Bangkok
place-tokyo = Tokyo
place-sydney = Sydney
place-auckland = Auckland
who = { $name } ({ $account })

## Start menu

welcome = Hello. This is the after-sales desk of { $brand }. What can we do for you?
welcome-name = Hello { $name }, this is the after-sales desk of { $brand }. What can we do for you?
privacy-line = How we handle your data: { $url } (version { $version }).
menu-claim = Something is broken or wrong
menu-care = Care or repair
menu-enquiry = A custom or wholesale order
menu-order = Where is my order?
menu-person = Talk to a person
menu-continue = Continue { $flow }
flow-claim = your claim
flow-care = your care request
flow-enquiry = your enquiry
flow-order = your order question

## Buttons of a dialogue

key-back = Back
key-person = Ask a person
key-more = More
key-save = Save for later
key-cancel = Cancel
key-cancel-yes = Yes, cancel it
key-carry-on = Keep going
key-send = Send
key-edit = Edit
key-keep = Keep this answer
key-done = Done
key-cannot = I can't send any
key-skip = Skip
key-no-date = No fixed date
key-unknown = I don't know
key-no-order = I don't have it
key-continue = Continue
key-again = Start again

## Questions

asked = { $question } ({ $n } of { $of })
so-far = So far: { $value }
ask-topic = What would you like to talk about?
ask-need = What does it need?
ask-about = What went wrong?
ask-family = Which product is it?
ask-model = Which model is it?
ask-model-other = Which product is it, in a few words?
ask-order = What's your order number?
ask-order-where = Which order is it?
ask-received = When did you get it?
ask-part = Which part is it?
ask-story = What happened, and when did you notice it?
ask-story-care = What would you like us to do?
ask-circumstances = What had it been through before you noticed?
ask-quantity = How many pieces?
ask-details = What do you have in mind?
ask-suggestion = What would you change?
ask-target = When would you like to have it?
ask-evidence = Please send photos or a video: they save the most time.
ask-evidence-optional = A photo or a sketch helps, if you have one.
ask-why = What keeps you from sending one?
ask-urgency = Can you still use it?
ask-needed = Do you need it by a certain day?
ask-wish = What would help you most?
ask-way = How shall we help you?
ask-phone = Which number may we call?
ask-window = When suits you?
ask-email = Which e-mail address shall we write to?
ask-address = Where is the product?

## One line of help under a question

help-model = The name is on the label inside.
help-order = It's on the receipt or in the order mail, for example { $example }.
help-date = Choose, or write the date.
help-words = A sentence or two is enough.
help-details = Material, colour, size, logo: whatever you know already.
help-choose = Choose, or write it.
help-wish = This is your wish; our agent tells you what is possible.
help-phone = Help by phone and video is free.
help-window = Choose, or write a day and time with your city.
help-address = Street, house number, city, country.

## Choices

topic-custom = Something made for me
topic-wholesale = A wholesale order
topic-suggestion = A suggestion
need-advice = Advice on care
need-repair = A repair
need-part = A spare part
about-defect = It broke or doesn't work
about-damage = It arrived damaged
about-missing = Something is missing
about-wrong = It's not what I ordered
received-today = Today
received-yesterday = Yesterday
received-week = In the last week
received-month = In the last month
received-half = 1 to 6 months ago
received-year = 6 to 12 months ago
received-older = Over a year ago
wanted-week = Within a week
wanted-fortnight = Within two weeks
wanted-weeks = Within four weeks
part-zipper = Zipper
part-handle = Handle or strap
part-seam = Seam
part-lining = Lining or pocket
part-hardware = Lock, hinge or buckle
part-surface = Leather surface
part-edge-paint = Edge paint
part-frame = Frame or shell
part-mirror = Mirror or light
part-logo = Logo or print
part-colour = Colour
part-smell = Smell or mould
part-size = Size or shape
part-packaging = Packaging or label
part-quantity = Quantity
circumstances-normal-use = Normal use
circumstances-box = The box was damaged
circumstances-dropped = It fell or was packed very full
circumstances-wet = It got wet, hot, or met chemicals
circumstances-opened = Someone repaired or changed it
why-away = I don't have the product with me
why-camera = I have no camera
why-private = I'd rather not
urgency-high = No, not at all
urgency-normal = Yes, with limits
urgency-low = Yes, it can wait
wish-repair = Repair
wish-replacement = Replacement
wish-spare-part = Spare part
wish-refund = Refund
wish-credit-note = Credit note
wish-advice = Advice
way-chat = Here in the chat
way-phone = By phone
way-video = Video or remote session
way-email = By e-mail
way-on-site = On site
window-any = Any time you work
window-morning = Mornings
window-afternoon = Afternoons
window-evening = Evenings

## What fits, when something doesn't

fits-choice = Please choose one of the buttons.
fits-model = A name or a few words are enough, for example “Nova 24”.
fits-order = An order number has digits in it, for example { $example }.
fits-received = I need a day here, for example { $example } or “3 March”.
fits-received-past = That day is still to come. I need the day it reached you.
fits-needed = I need today or a later day here, for example { $example }.
which-day = That date can be read in two ways. Which one is it?
fits-story = A little more, please: what broke, and how? For example “The zipper puller came off after two weeks.”
fits-details = A little more, please. For example “Black leather, 24 cm, gold logo inside.”
fits-address = I need the full address, for example “12 Mill Lane, Leeds, UK”.
fits-quantity = A number is enough, for example 200.
fits-evidence = Photos, videos and files fit here.
fits-why = A few words are enough, for example “I'm travelling until Friday.”
fits-phone = I need a phone number with its country code, for example +44 20 7946 0958.
fits-window = A few words are enough, for example “Tuesday after 15:00, Berlin”.
fits-email = I need an e-mail address, for example name@example.com.
offer-person = You can leave this one open, or ask a person: they get everything you've told us.
took = I read that as: { $value }. Your own words go along.
noted = Kept as a note for our agent.
added = Added to “{ $field }”.
corrected = Changed “{ $field }” to: { $value }.
edit-taken = Your edit is in.
edit-answer = Your edit changed “{ $field }”.
edit-kept = Your edit doesn't fit “{ $field }”, so the earlier answer stays. The new text is kept as a note.
cut = I kept the first { $limit } characters. You can send the rest as a file.
unreadable = I can't take { $kind } as an answer. Please write it, or press a button.
old-button = That button belonged to an earlier question. Here is where we are:
old-button-menu = That button is out of date. You can start here:
first-question = This is the first question.

## Kinds of messages

kind-voice = a voice message
kind-sticker = a sticker
kind-location = a location
kind-contact = a contact
kind-poll = a poll
kind-animation = an animation
kind-audio = an audio file
kind-video-note = a video message
kind-venue = a place
kind-dice = a dice roll
kind-checklist = a checklist
kind-story = a story
kind-game = a game
kind-paid-media = paid media
kind-invoice = an invoice
kind-giveaway = a giveaway
kind-other = this kind of message

## Names of the fields, as in “Changed … to”

field-topic = topic
field-need = what it needs
field-about = what went wrong
field-family = product
field-model = model
field-order = order number
field-received = date received
field-part = part
field-story = what happened
field-circumstances = circumstances
field-quantity = quantity
field-details = details
field-target = date
field-evidence = photos
field-why = reason without photos
field-urgency = urgency
field-needed = needed by
field-wish = wish
field-way = way of help
field-phone = phone number
field-window = time
field-email = e-mail
field-address = address

## Evidence

check-here = ✓ { $item }
check-open = ○ { $item }
check-whole = the whole product
check-close = the place, close up
check-receipt = receipt or label, if you have it
check-box = the box and its label, if you have them
evidence-kept =
    { $count ->
        [one] Got it, one so far.
       *[other] Got it, { $count } so far.
    }
evidence-full = I take { $cap } photos or files for one case. This one goes to our agent as a note.

## Warranty

warranty-in = It's under warranty until { $until }. If the fault is in design, material or workmanship, the repair costs you nothing.
warranty-life = It's under warranty for life. If the fault is in design, material or workmanship, the repair costs you nothing.
warranty-out = The warranty ended on { $until }. We still repair it: you pay the necessary costs, our labour stays free.
warranty-unknown = We'll check the warranty with you. Help starts now; if there is a cost, we settle it together afterwards.

## Summary

summary-claim = Here is your claim. It goes out when you press Send.
summary-care = Here is your request. It goes out when you press Send.
summary-enquiry = Here is your enquiry. It goes out when you press Send.
summary-notes =
    { $count ->
        [one] One note goes along.
       *[other] { $count } notes go along.
    }
fact-topic = { $value }
fact-need = { $value }
fact-about = { $value }
fact-family = { $value }
fact-model = { $value }
fact-product = { $family } { $model }
fact-fault = { $part }: “{ $story }”
fact-order = order { $value }
fact-received = received { $value }
fact-part = { $value }
fact-story = “{ $value }”
fact-circumstances = { $value }
fact-quantity = pieces: { $value }
fact-details = “{ $value }”
fact-target = wanted by { $value }
fact-evidence = photos { $value }
fact-why = because: { $value }
fact-urgency = { $value }
fact-needed = needed by { $value }
fact-wish = wish: { $value }
fact-way = help: { $value }
fact-phone = { $value }
fact-window = { $value }
fact-email = { $value }
fact-address = at { $value }
brief-defect = fault
brief-damage = damaged on arrival
brief-missing = something missing
brief-wrong = wrong item
brief-normal-use = normal use
brief-box = box damaged
brief-dropped = fell or packed very full
brief-wet = wet, heat or chemicals
brief-opened = repaired or changed before
brief-high = can't use it
brief-normal = usable with limits
brief-low = usable, can wait
brief-any = any working time
brief-morning = mornings
brief-afternoon = afternoons
brief-evening = evenings
fact-attached =
    { $count ->
        [one] 1 photo or file
       *[other] { $count } photos or files
    }
fact-unknown = { $field } not known

## Leaving and coming back

cancel-sure = Cancel this? Your answers will be deleted.
cancelled = Cancelled. Nothing was sent.
saved = Saved. You can continue within { $days } days.
resumed = Good to see you again. We were here:
reminder = Your answers for { $flow } are safe. We were here:
reminder-saved = Your answers for { $flow } are safe. Shall we go on?
reminder-last = Shall we finish { $flow }? It's kept for a few more days, then put away.
expired = It has been quiet for { $days } days, so we've put { $flow } away. You can start again at any time.

## Receipts

receipt = Your case is { $ref }. A person answers by { $answer } and proposes a solution by { $solution }.
receipt-closed = We're closed now and open again { $opens }. Your case is safe with us.
receipt-enquiry = Your enquiry is { $ref }. A person answers by { $answer }.
receipt-add = Anything you write or send here goes to them.
key-add = Add something
key-cases = My cases
key-zone = My time zone
key-zone-of = { $time } { $place }

## Cases and staff

receipt-bare = Your case is { $ref }. A person answers you here.
label = { $label }
groups-all = all groups
role-agent = agent
role-lead = lead
role-admin = admin
kind-claim = claim
kind-care = care or repair
kind-enquiry = enquiry
kind-order = order question
kind-person = question for a person
state-new = new
state-received = received
state-open = in progress
state-with = with { $name }
state-yours = waiting for your answer
state-waiting-customer = waiting for the customer's answer
state-waiting-approval = waiting for approval
state-waiting-goods = waiting for goods
state-solved = solution proposed
state-closed = closed
state-cancelled = cancelled
state-merged = merged with another case

## What a customer sees of their cases

cases = Your cases. Tap one to see where it stands.
no-cases = You have no case with us at the moment.
case-label = { $ref } · { $what } · { $state }
status-head = Case { $ref }: { $state }
status-answer = A person answers by { $at }.
status-solution = You get a proposed solution by { $at }.
missed-answer = We promised an answer by { $at } and missed it. Your case is at the top of our list now.
missed-solution = We promised a solution by { $at } and missed it. Your case is at the top of our list now.
customer-taken = { $name } ({ $group }) has your case { $ref } now and answers you here.
customer-solved = For us case { $ref } is solved. Do you agree?
customer-closed =
    { $days ->
        [one] Case { $ref } is closed. If something is left, you can open it again within a day.
       *[other] Case { $ref } is closed. If something is left, you can open it again within { $days } days.
    }
customer-reopened = We've opened case { $ref } again and go on with it.
confirm-done = Thank you. Case { $ref } is closed.
unsolved-done = Case { $ref } goes on. Please tell us here what is still wrong.
cancel-case = Cancel case { $ref }? We then stop working on it.
cancel-done = Case { $ref } is cancelled. You can start a new one at any time.
reopen-done = Case { $ref } is open again.
reopen-late =
    { $days ->
        [one] Case { $ref } ended over a day ago. Please start a new one and name this number; we go on from there.
       *[other] Case { $ref } ended over { $days } days ago. Please start a new one and name this number; we go on from there.
    }
reopen-late-staff =
    { $days ->
        [one] { $ref } ended over a day ago and stays closed. The customer starts a new one and names this number.
       *[other] { $ref } ended over { $days } days ago and stays closed. The customer starts a new one and names this number.
    }
add-now = What you write or send next goes to case { $ref }.
kept-words = I've kept your message: it goes along with what you start here.
which-case = Which case is this for?
filed = It's with case { $ref } now.
already-filed = That message has its place already. /cases shows your cases.
still-solved = Your message is with our agent. Is case { $ref } solved for you?
case-ended = Case { $ref } is closed. Shall we go on with it?
case-ended-long = Case { $ref } has ended. For anything more, start a new one here.
old-case-button = That question is settled: case { $ref } is “{ $state }”. /status { $ref } shows what you can do.
refuse-not-yours = I find no such case among yours. /cases shows them, /new starts one.
no-draft = There is nothing to go on with. You can start here.
language-ask = Which language shall we use?
language-done = We speak English from now on.
language-name-en = English
language-name-zh-Hans = 简体中文
zone-ask = What time is it for you?
zone-other = For another place write /zone and its largest city, for example /zone Lisbon.
zone-unknown = I don't know that place. What time is it for you?
zone-done = It's { $time } for you. From now on times here are yours.
key-cancel-case = Cancel this case
key-cancel-no = No, keep it
key-new-matter = Something new
key-reopen = Open it again
key-solved = Yes, solved
key-unsolved = No, not yet

## Commands

help-head = What you can write to the after-sales desk of { $brand }:
help-line = /{ $name }: { $what }
help-staff = For agents, in a case's room or with its number:
help-start = show the menu
help-new = start a claim
help-cases = show your cases
help-status = see where a case stands
help-add = add something to a case
help-back = go one question back
help-save = keep your answers for later
help-cancel = drop what you've begun
help-human = ask for a person
help-language = choose the language
help-zone = tell your time zone
help-help = show this list
help-whoami = show your number, role and groups
help-queue = list the cases nobody has
help-mine = list the cases you have
help-case = show a case's card
help-take = take a case
help-release = give a case back
help-reply = answer the customer
help-note = write a note for the desk
help-solve = propose a solution, with your words
help-close = end a case, with a reason
help-reopen = open a closed case again
help-agent = list, add or remove agents
contact-both = You also reach us at { $email } or { $phone }.
contact-mail = You also reach us at { $email }.
unknown-command = I don't know /{ $name }. /help shows what there is.
unknown-command-near = I don't know /{ $name }. Did you mean /{ $near }?
only-private = /{ $name } works in your own chat with the bot. Please write it there.
which-case-private = Which case? Write /{ $name } with its number.
which-case-staff = Which case? Write /{ $name } in its room, or with its number.
no-such-case = There is no case { $ref }. Compare the number, or look in /queue and /mine.
whoami-customer = You are { $who }, a customer here.
whoami-stranger = You are { $who }, not on the desk's list yet. An admin adds you with /agent add { $account }.
whoami-staff = You are { $who }: { $role }, { $groups }.

## The card of a case, and lists

card-head = { $ref } · { $kind } · { $group } · { $customer } ({ $platform }, { $lang })
card-incomplete = Not every question was answered: the customer wanted a person.
card-blocked = 🔒 The customer has blocked the bot. Use phone or e-mail.
card-clocks = { $facts }
card-assignee = { $name } has it
card-nobody = nobody has it
clock-first-due = ⏳ first answer by { $due }
clock-first-over = ❌ first answer overdue since { $due }
clock-first-paused = ⏳ first answer paused
clock-first-met = ✅ first answer { $at }
clock-first-missed = ❌ first answer late
clock-enquiry-due = ⏳ reply by { $due }
clock-enquiry-over = ❌ reply overdue since { $due }
clock-enquiry-paused = ⏳ reply paused
clock-enquiry-met = ✅ reply { $at }
clock-enquiry-missed = ❌ reply late
clock-solution-due = ⏳ solution by { $due }
clock-solution-over = ❌ solution overdue since { $due }
clock-solution-paused = ⏳ solution paused
clock-solution-met = ✅ solution { $at }
clock-solution-missed = ❌ solution late
list-line = { $ref } · { $kind } · { $customer } · { $facts }
list-more = There are more; these are due first.
queue-head =
    { $count ->
        [one] One case nobody has:
       *[other] { $count } cases nobody has:
    }
queue-empty = Every case has its agent. /mine lists yours.
mine-head =
    { $count ->
        [one] You have one case:
       *[other] You have { $count } cases:
    }
mine-empty = You have no case. /queue lists what is free.
key-take = Take
key-release = Give back
key-solve = Ask if solved
key-resend = Send again

## What agents are told

take-done = { $name } has { $ref }.
take-yours = You have { $ref } already. /reply answers its customer.
take-gone = { $name } has { $ref } already. /queue lists what is free.
release-done = { $ref } is free again, back in the queue.
solve-done = { $ref }: solution proposed. The customer is asked to confirm.
close-why = Why does { $ref } end without a confirmed solution? Write /close { $ref } and the reason.
close-done = { $ref } is closed. The customer is told and can open it again.
reply-empty = What shall the customer read? Write /reply and your words, or answer their message with a file.
reply-album = An album can't carry a command. Answer the customer's message with it instead, or send one photo at a time.
reply-kind = I can't pass on { $kind } yet, and have told the customer so. Please write it, or send a photo, a video or a file.
agent-sent-kind = { $name } sent { $kind }, which I can't show here. You get it in another form.
note-empty = What shall be noted? Write /note and your words.
note-done = Noted in { $ref }. Only the desk sees it.
resend-done = It's on its way again.
old-staff-button = That button is out of date. /case and the number shows the case as it is.
refuse-move = { $ref } is “{ $state }” and can't become “{ $to }”. The buttons of its card show what is possible.
refuse-ended = { $ref } is closed. /reopen { $ref } opens it again.
refuse-over = { $ref } is “{ $state }” and stays so. The customer can start a new one.
refuse-live = { $ref } is “{ $state }”: there is nothing to open again.
refuse-nobodys = Nobody has { $ref }, so it is free. /take { $ref } takes it.
refuse-others = { $name } has { $ref }. Only { $name } or a lead can give it back.
refuse-role = That takes the role “{ $role }”. Please ask somebody who has it.
refuse-stranger = You aren't on the desk's list yet. An admin adds you by answering your message with /agent add, or with the number /whoami shows.
refuse-disguise = Commands count from your own account only: not as a group or channel, through a bot, or forwarded. Please send it from your account.
room-reopened = The customer opened the case again. Its clocks start anew.
room-confirmed = The customer confirms the solution. The case is closed.
room-not-solved = The customer says it isn't solved yet. The solution clock runs on.
room-cancelled = The customer cancelled the case. Nothing more to do.
room-closed = { $name } closed the case.
room-blocked = { $name } blocked the bot. Answers don't arrive until they unblock it; use phone or e-mail.
room-unblocked = { $name } unblocked the bot. Answers arrive again.

## Who works here

agent-list = Who works here:
agent-line = { $who } · { $role } · { $groups }
agent-set = { $who } is on the desk's list: { $role }, { $groups }.
agent-removed = { $who } is off the desk's list.
agent-unknown = They aren't on the desk's list. /agent list shows who is.
agent-no-group = There is no group “{ $group }”. The groups are: { $known }.
agent-floor = Their role comes from the configuration and is changed there.
agent-usage =
    Name the person by account number, or answer a message of theirs:
    /agent add 123456789 lead
    /agent role 123456789 agent
    /agent remove 123456789
    /agent list

## Passing on

room-title = { $ref } · { $customer } · { $what }
relay-from-customer = Customer { $name }:
relay-from-agent = { $name }:
relay-answer = { $name } to the customer:
relay-note = Note of { $name }:
relay-kind = ({ $kind }, which can't be shown here; the customer is asked for another form)
relay-kind-customer = I can't pass on { $kind } yet. Please write it, or send a photo, a video or a file.
relay-edited = (edited)
relay-later-part = (continued)
undelivered = Your message to the customer: { $why }
undelivered-desk = A notice of the desk to the customer: { $why }
undelivered-room = Something for the room of { $ref }: { $why }
why-blocked = not delivered, they blocked the bot. Use phone or e-mail.
why-chat-gone = not delivered, their chat no longer exists. Use phone or e-mail.
why-content = not delivered, the platform doesn't take this content. Write it in another form.
why-forbidden = not delivered, the bot may not write there. Have its rights checked, then send it again.
why-uncertain = the platform gave no answer, so it may have arrived or not. Sending again may show it twice.
why-given-up = not delivered, the platform couldn't be reached for hours. Send it again.
quarantined = A message couldn't be read and is set aside as number { $id }. Please tell whoever runs the desk.

## The history of a case

event-opened = opened
event-taken = taken
event-released = given back
event-answered = first answer delivered
event-solved = solution proposed
event-confirmed = solution confirmed
event-not-solved = not solved yet
event-resumed = resumed
event-closed = closed
event-reopened = opened again
event-cancelled = cancelled
