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
key-form = Fill in a form
key-form-line = Add a line by form
form-title-company = Company and order
form-title-goods = One line of goods
form-title-wanted = What you wish for
form-title-call = A call
form-title-visit = A visit
form-field-company = Company
form-field-order = Order, PO or invoice number
form-field-sku = Article number (SKU)
form-field-lot = Lot number
form-field-ordered = Pieces ordered
form-field-received = Pieces received
form-field-pieces = Pieces at fault, missing or wrong
form-field-quantity = How many pieces
form-field-details = Material, logo, size, packing
form-field-target = By when
form-field-phone = Phone number
form-field-window = When it suits you
form-field-address = Address
form-empty = The form was empty. Fill in what you know, or answer here.
form-kept = Part of the form answers questions that are settled. It goes along as a note.
form-gone = The questions of that form are settled, so nothing was taken from it. You wrote: { $text }
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
help-order-number = It's on the receipt or in the order mail, for example { $example }.
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
took-spoken = I took your message as the answer; a person will listen to it.
spoken = in a voice or video message
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
kind-photo = a photo
kind-video = a video
kind-document = a file
kind-payment = a payment
kind-gift = a gift
kind-form = a filled-in form
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

## One's own affairs

more = What would you like to see or change?
key-hours = Opening hours
key-language = Language
key-privacy = My data
privacy-head = What the after-sales desk of { $brand } keeps of you:
privacy-kept = Your name, account number, language and time zone, and your phone number where we have it; your cases with the answers, messages, photos and files in them; your answers to surveys.
privacy-long =
    { $months ->
        [one] The words and files of a case go a month after it ended, your words in a survey a month after we asked, your name and account with the last case, and what you began without sending it after { $days } days. Scores stay as numbers.
       *[other] The words and files of a case go { $months } months after it ended, your words in a survey { $months } months after we asked, your name and account with the last case, and what you began without sending it after { $days } days. Scores stay as numbers.
    }
privacy-who = Our agents read it, nobody else. Your messages also pass through Telegram and stay in this chat until you delete it.
n-cases =
    { $count ->
        [one] one case
       *[other] { $count } cases
    }
n-messages =
    { $count ->
        [one] one message
       *[other] { $count } messages
    }
n-files =
    { $count ->
        [one] one file
       *[other] { $count } files
    }
key-export = Send me my data
key-erase = Erase my data
export-caption = All we keep of you, as of { $at }. Part { $part }.
export-caption-other = All the desk keeps of one customer, as of { $at }. Part { $part }. Hand it to them alone.
export-more = Part { $part }, as of { $at }.
erase-works-here = You work here, and your name stands under your answers. Once an admin has taken you off the list, /privacy erases your data.
erase-open =
    { $count ->
        [one] One of your cases is still open, and we need your words to help you. We can keep them until it's closed; then come back to /privacy. Or you cancel it, and all goes now.
       *[other] { $count } of your cases are still open, and we need your words to help you. We can keep them until these are closed; then come back to /privacy. Or you cancel them, and all goes now.
    }
key-erase-keep-open = Keep it until then
key-erase-cancel = Cancel and erase
erase-cancels =
    { $count ->
        [one] One open case is cancelled with it; a warranty claim in it ends without a solution.
       *[other] { $count } open cases are cancelled with it; warranty claims in them end without a solution.
    }
erase-goes = This goes at once: your name and account, { $cases }, { $messages }, { $files }, what you began without sending it, and your settings.
erase-stays = This stays, with nothing that leads to you: that there was a case, its dates, the kind of product and fault. We need that for our accounts and to mend faults at their root.
erase-beyond = This I can't delete: messages in this chat older than 48 hours (you can, with Delete chat in Telegram), copies in our agents' group where Telegram refuses (a person deletes these), and backups until they run out.
erase-sure = It can't be undone. This question is good for { $minutes } minutes.
key-erase-yes = Yes, erase everything
key-erase-no = No, keep it
erase-kept = Everything stays as it is.
erase-late = That question was too old. Here it is once more:
erase-changed = Something was added since. Here it is once more:
farewell = It's done. Erased: your name and account, { $cases }, { $messages } and { $files }.
farewell-recalled =
    { $count ->
        [0] There was nothing to take back from Telegram.
        [one] Telegram took back one copy, here and in our group.
       *[other] Telegram took back { $count } copies, here and in our group.
    }
farewell-left =
    { $count ->
        [one] One copy is left that Telegram keeps from me. Delete chat removes it from this chat; in our group a person deletes it by hand.
       *[other] { $count } copies are left that Telegram keeps from me. Delete chat removes them from this chat; in our group a person deletes them by hand.
    }
farewell-end = If you write again, we don't know each other: /start begins anew.
key-quiet = No more reminders
key-loud = Remind me again
key-help = All commands
hours-open = We're open until { $closes }.
hours-next = After that we open again { $opens }.
hours-always = We're open around the clock.
hours-shut = We're closed now and open again { $opens }. Write any time: nothing gets lost.
hours-never = We're closed, and the next opening is not set yet. Write any time: nothing gets lost.
hours-closed = Closed days ahead, by the desk's calendar: { $facts }.
closed-day = { $day }
closed-days = { $first } to { $last }
quiet-done = You get no more reminders and no surveys. Answers and receipts still come.
loud-done = Reminders and surveys come again.

## Data of customers, for the staff

privacy-usage = Write /privacy export or /privacy erase, and behind it the number of an account or of a case.
privacy-nobody = I know nobody by that. Write the number of an account, or of a case of theirs.
export-staff = The file about { $who } comes to your own chat with me. Hand it to them alone.
erase-works-staff = { $who } works here. /agent remove comes first.
erase-open-staff =
    { $count ->
        [one] { $who } has an open case. Close it first, or ask them to cancel it.
       *[other] { $who } has { $count } open cases. Close them first, or ask them to cancel them.
    }
erase-ask = { $by } asks to erase the data of { $who }: { $cases }, { $messages }, { $files }.
erase-second = Another lead or admin confirms within a day. It can't be undone.
key-erase-grant = Erase for good
erase-asked = The question stands in the staff group, where another lead or admin confirms it.
erase-not-alone = Somebody else confirms this: another lead or admin.
erase-again = Too much time has passed, or something was added since. Ask once more with /privacy erase.
erased-staff = The data of a customer was erased. Cases without words now: { $cases }; open ones that were cancelled with it: { $open }.
erase-by-hand = Telegram did not let me delete these. They hold data of a customer that was erased: delete them by hand.
    { $links }

## Claims of companies

key-company = I buy for a company
company-menu = For a company. What is it about?
company-menu-of = For { $company }. What is it about?
menu-company-claim = A claim on a delivery
ask-company = Which company do you buy for?
ask-lines = Which goods is it about, and how many pieces?
ask-lines-right = Is this right? More lines can follow.
ask-severity = How bad is it?
ask-quarantine = Are the goods set aside?
ask-order-company = Which PO, invoice or shipment is it?
ask-urgency-company = Can the goods still be used or sold?
help-order-company = It's on the invoice or the packing list, for example { $example }.
help-lines-defective = One line each: VC-210 500 12 means 500 received, 12 of them defective. A table with lot, carton and inspected pieces can be pasted as well.
help-lines-missing = One line each: VC-210 12 means 12 pieces are missing. A table can be pasted as well.
help-lines-wrong = One line each: VC-210 12 means 12 wrong pieces. A table can be pasted as well.
fits-company = A name on one line fits here, for example Hansa Trading.
fits-lines = A line is an article and a number, for example VC-210 12. It can say more: VC-210 lot L2026-02 received 500 inspected 50 defective 12.
fits-lines-pieces = A line is an article and a number of pieces, for example VC-210 12.
severity-critical = Critical: unsafe, or may not be sold
severity-major = Major: can't be sold as it is
severity-minor = Minor: can be sold, looks wrong
quarantine-aside = Yes, all of them
quarantine-partly = Some of them
quarantine-open = Not yet
brief-critical = critical
brief-major = major
brief-minor = minor
brief-aside = goods set aside
brief-partly = goods partly set aside
brief-open = goods not set aside yet
field-company = company
field-lines = goods and pieces
field-severity = severity
field-quarantine = set aside
fact-company = buys for { $value }
fact-lines = { $value }
fact-severity = { $value }
fact-quarantine = { $value }
check-carton = the label of the carton or lot
check-report = an inspection report or count sheet, if you have one
key-no-lines = I don't have the numbers yet
key-lines-right = Yes, that's all
key-lines-clear = Start the list anew
key-line = Line { $n }
key-line-drop = Take it out
key-line-leave = Leave it as it is
line-change = Send this line as it should be:
line-by-number = A line without a button: send it with its number, for example 12. VC-210 500 14
line-more = and { $count } more
line-unread = Line { $n } is not in the list: “{ $text }”. A line is an article and a number, for example VC-210 12.
line-misfit = Line { $n } doesn't add up: “{ $text }”. { $more } is more than { $than }.
line-full = Line { $n } is not in the list: “{ $text }”. A claim takes { $most } lines; send the rest as a file.
line-more-unread = Not in the list either: { $count } more.
line-columns = Columns I don't count: { $facts }
line-kept = What is not in the list goes along as you wrote it.
item-line = { $n }. { $facts }
item-lot = lot { $lot }
item-carton = carton { $carton }
item-ordered = { $pieces } ordered
item-received = { $pieces } received
item-inspected = { $pieces } inspected
item-defective = { $pieces } defective
item-missing = { $pieces } missing
item-wrong = { $pieces } wrong
item-rate = { $what } ({ $rate }%)
rate-of-inspected = inspected
rate-of-received = received
lines-sum =
    { $count ->
        [one] one line, { $pieces } pieces
       *[other] { $count } lines, { $pieces } pieces
    }
lines-sum-defective =
    { $count ->
        [one] one line, { $pieces } defective
       *[other] { $count } lines, { $pieces } defective
    }
lines-sum-missing =
    { $count ->
        [one] one line, { $pieces } missing
       *[other] { $count } lines, { $pieces } missing
    }
lines-sum-wrong =
    { $count ->
        [one] one line, { $pieces } wrong
       *[other] { $count } lines, { $pieces } wrong
    }
lines-sum-rate =
    { $count ->
        [one] one line, { $pieces } defective: { $rate }% of those { $of }
       *[other] { $count } lines, { $pieces } defective: { $rate }% of those { $of }
    }

## A call that is taken down

flow-call = your call note
key-record = Record
cancelled-call = Cancelled. The call is not recorded.
form-title-phoned = A call
form-field-caller = Who called
form-field-story = What was said
ask-caller = Who called?
help-caller = A phone number, an order number or a name.
fits-caller = A phone number, an order number or a name fits here, for example +49 170 1234567, A-4471 or Mei Li.
ask-customer = Which of them is it?
caller-known = { $name } · { $facts }
caller-name = { $name }
caller-new = Somebody else
caller-unknown = Nobody here is known by { $value }.
caller-stranger = { $name } · { $phone } · new to us
caller-stranger-bare = { $name } · new to us
ask-name = What are they called?
fits-name = A name on one line fits here, for example Anna Berg.
ask-phone-call = Which number do we call back?
ask-matter = Which case is it about?
caller-case = { $ref } · { $kind }
caller-case-new = A new case
ask-type = What is it about?
type-claim = Broken, missing or wrong
type-care = Care or repair
type-enquiry = Custom or wholesale
type-order = Where an order is
type-person = Something else
ask-topic-call = What do they want to talk about?
ask-urgency-call = Can they still use it?
ask-story-call = What did they say?
ask-outcome = How was it left?
outcome-solved = Solved on the phone
outcome-back = We call back
outcome-handed = Hand it on
brief-solved = solved on the phone
brief-back = we call back
brief-handed = handed on
call-left-when = { $what }, { $value }
ask-unit = Which group gets it?
ask-window-call = When do we call back?
field-caller = caller
field-customer = customer
field-name = name
field-matter = case
field-type = kind
field-outcome = how it was left
field-unit = group
fact-caller = { $value }
fact-customer = { $value }
fact-name = { $value }
fact-matter = { $value }
fact-type = { $value }
fact-outcome = { $value }
fact-unit = to { $value }
summary-call = Here is the call. It counts when you press Record.

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
standing-yours = waiting for you
standing-theirs = waiting for an answer
standing-going = in progress
standing-done = done
case-label = { $ref } · { $what } · { $state }
case-thread = { $ref } → { $thread }
thread-title = { $ref } · { $what }
thread-goes-on = Case { $ref } goes on here: { $state }
aside-late = { $name }: the answer came too late to be shown to you alone. Please ask again.
thread-elsewhere = It goes on there: { $thread }
status-head = Case { $ref }: { $state }
status-answer = A person answers by { $at }.
status-solution = You get a proposed solution by { $at }.
missed-answer = We promised an answer by { $at } and missed it. Your case is at the top of our list now.
missed-solution = We promised a solution by { $at } and missed it. Your case is at the top of our list now.
customer-passed = { $name } ({ $group }) has your case { $ref } now in the place of { $owner }, knows what you both wrote, and answers you here.
customer-left = { $name } no longer has your case { $ref }. It stays with { $group }, and so do the dates you were given. You hear the name as soon as somebody takes it.
customer-next = Got it. A person answers you in case { $ref } by { $due }.
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
help-hours = see when we are there
help-stop = switch reminders off or on
help-privacy = see, receive or erase what we keep of you
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
key-command = /{ $name }
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
card-blocked = 🔒 The customer has blocked the bot. { $contact }
card-clocks = { $facts }
card-assignee = { $name } has it
card-nobody = nobody has it
clock-first-due = ⏳ first answer by { $due }
clock-first-again = ❌ first answer missed, now promised by { $due }
clock-first-over = ❌ first answer overdue since { $due }
clock-first-paused = ⏳ first answer paused
clock-first-met = ✅ first answer { $at }
clock-first-missed = ❌ first answer late
clock-enquiry-due = ⏳ reply by { $due }
clock-enquiry-again = ❌ reply missed, now promised by { $due }
clock-enquiry-over = ❌ reply overdue since { $due }
clock-enquiry-paused = ⏳ reply paused
clock-enquiry-met = ✅ reply { $at }
clock-enquiry-missed = ❌ reply late
clock-next-due = ⏳ next answer by { $due }
clock-next-again = ❌ next answer missed, now promised by { $due }
clock-next-over = ❌ next answer overdue since { $due }
clock-next-paused = ⏳ next answer paused
clock-solution-due = ⏳ solution by { $due }
clock-solution-again = ❌ solution missed, now promised by { $due }
clock-solution-over = ❌ solution overdue since { $due }
clock-solution-paused = ⏳ solution paused
clock-solution-met = ✅ solution { $at }
clock-solution-missed = ❌ solution late
list-line = { $ref } · { $kind } · { $customer } · { $facts }
queue-head =
    { $count ->
        [one] One case nobody has:
       *[other] { $count } cases nobody has:
    }
queue-empty = Every case has its agent. /mine lists yours.
queue-empty-groups = Every case of your groups has its agent. /queue with a group's name looks into another one.
queue-empty-group = Every case of { $group } has its agent.
mine-head =
    { $count ->
        [one] You have one case:
       *[other] You have { $count } cases:
    }
mine-room = { $count } of { $most } open. What waits for something doesn't count.
mine-empty = You have no case. /queue lists what is free.
key-take = Take
key-ack = I see to it
key-card = Show the case
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
reply-kind = I can't pass on { $kind }, and have told the customer so. Please write it, or send a photo, a voice message or a file.
agent-sent-kind = { $name } sent { $kind }, which I can't show here. You get it in another form.
note-empty = What shall be noted? Write /note and your words.
note-done = Noted in { $ref }. Only the desk sees it.
note-unknown = Nothing was sent to the customer: I can't tell which message you answered, so this is kept as a note. Write /reply and your answer, or answer the customer's words in a moment; where they stand twice, the newest.
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
room-blocked = { $name } blocked the bot, so answers don't arrive. { $contact }
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
    Or let them come by themselves: /agent add lead makes a link that works once.
invite-made = A link for one person: { $what }. It works once, until { $until }.
invite-link = { $link }
invite-care = Whoever opens it first has the role, so send it to that person alone. /agent revoke ends the links nobody has used.
invite-sent = The link for { $what } is in your own chat with me. If nothing came, write /start to me there and ask again.
invite-nowhere = One-time links are opened on Telegram, which is off here. /agent add with the number of an account, or as an answer to a message of theirs, does the same.
invite-withdrawn = Links that nobody has used no longer work. /agent add makes another.
invite-done = You work here now: { $role }, { $groups }. { $name } let you in; /help shows what you can do.
invite-draft = Your draft is still here: what you write next answers its question.
invite-used = { $who } is on the desk's list now: { $role }, { $groups }. { $name } made the link. /agent remove { $account } takes them off again.
invite-gone = This link doesn't work any more: each works once and for a day. Whoever sent it can make another.
invite-already = You work here already: { $role }, { $groups }. A link changes nothing about that; an admin does, with /agent role.

## Passing on

room-title = { $ref } · { $customer } · { $what }
relay-from-customer = Customer { $name }:
relay-from-agent = { $name }:
relay-answer = { $name } to the customer:
relay-note = Note of { $name }:
relay-kind = ({ $kind }, which can't be shown here; the customer is asked for another form)
relay-kind-customer = I can't pass on { $kind }. Please write it, or send a photo, a voice message or a file.
relay-edited = (edited)
relay-thing = ({ $kind })
relay-swapped = (in place of the file above)
relay-forwarded = (forwarded, not written by { $name }; from { $origin })
relay-forwarded-own = (forwarded from another chat, where { $name } wrote it)
relay-quote-from = (about words of { $origin } in another chat)
origin-person = { $name }
origin-hidden = somebody called “{ $name }”, whose account is hidden
origin-nobody = somebody unknown
origin-group = the group “{ $name }”
origin-channel = the channel “{ $name }”

## Reactions
reaction-told = { $name } reacted with { $emoji } to your answer. (It stands here because { $emoji } on an answer tells of its delivery.)
reaction-taken-back = { $name } took { $emoji } back.
reaction-in-words = { $name } reacted with { $emoji }.
reaction-not-there = The customer's platform has no { $emoji } to react with, so they don't see yours. A word does it too.
relay-later-part = (continued)
relay-deleted = (the original was deleted)
deleted-answer = An answer was deleted here: { $words }. { $customer } has it all the same; it now says that the original was deleted.
relay-not-shown = ({ $what } can't be shown here: { $reason })
relay-not-kept = It was too large to be kept here as well.
key-pass = Get { $what }
pass-made = { $what }: this link is for you and works for { $minutes } minutes.
pass-link = { $link }
pass-waiting = { $what } is still being copied. Press again in a minute.
pass-not-kept = { $what } isn't kept here, so there is no link to it.
pass-off = Links to files are switched off, so { $what } can't be sent to you this way.
relay-still-not-shown = ({ $what } can't be shown here)
not-shown-to-customer = Not shown to the customer: { $what }, because { $reason }. Send it in another form, or say it in words.
not-shown-to-desk = I couldn't pass on { $what }: { $reason }. Please send it in another form, for example as a photo or a shorter video.
why-file-large = it is larger than { $cap } MB
why-file-kind = its content is no picture, video, sound, PDF or table
why-file-gone = its platform no longer has it
why-file-unreachable = it couldn't be fetched
undelivered = Your message to the customer: { $why }
undelivered-desk = A notice of the desk to the customer: { $why }
undelivered-room = Something for the room of { $ref }: { $why }
why-blocked = not delivered, they blocked the bot.
why-chat-gone = not delivered, their chat no longer exists. Use phone or e-mail.
why-content = not delivered, the platform doesn't take this content. Write it in another form.
why-forbidden = not delivered, the bot may not write there. Have its rights checked, then send it again.
why-uncertain = the platform gave no answer, so it may have arrived or not. Sending again may show it twice.
why-given-up = not delivered, the platform couldn't be reached for hours. Send it again.
quarantined = A message couldn't be read and is set aside as number { $id }. Please tell whoever runs the desk.

## The history of a case

event-opened = opened
event-taken = taken
event-away = free again, its agent is away
event-left = free again, its agent works here no more
event-released = given back
event-dated = another date, because the terms changed
event-silent = counts as solved: nobody objected
event-escalated = escalated
event-acknowledged = seen to
event-answered = first answer delivered
event-solved = solution proposed
event-confirmed = solution confirmed
event-not-solved = not solved yet
event-resumed = resumed
event-closed = closed
event-reopened = opened again
event-deleted = a message was deleted where it was written; it is kept
event-cancelled = cancelled

## Files of a case

help-files = the files of a case: what is kept, and each shown again
key-files = Files ({ $count })
key-file = { $n }
key-files-all = Show these
key-files-more = More
key-show-case = Show { $ref }
files-none = Nothing was sent in { $ref } yet.
files-head =
    { $count ->
        [one] { $ref } has 1 file. A number shows it again.
       *[other] { $ref } has { $count } files. A number shows one again.
    }
files-line = { $n } · { $what } · { $name }, { $at } · { $facts }
files-caption = { $what } · { $name }, { $at }
files-gone = That file was deleted. /files shows what there is.
file-named = { $name }
file-photo = photo
file-video = video
file-other = file
file-bytes =
    { $count ->
        [one] 1 byte
       *[other] { $count } bytes
    }
file-kilobytes = { $count } KB
file-megabytes = { $count } MB
file-waiting = being fetched
file-kept = kept as { $found }
file-not-kind = not kept: its content is no picture, video, sound, PDF or table
file-not-large = not kept: too large
file-not-count = not kept: too many files that day
file-not-bytes = not kept: too many megabytes that day
file-not-gone = not kept: the platform no longer had it
file-not-unreachable = not kept: it couldn't be fetched
evidence-kind = Not kept: { $what }. Its content is no picture, video, sound, PDF or table, whatever its name says. Don't open it unless you know what it is.
evidence-large = Not kept: { $what } is larger than { $cap } MB. It can be seen here as long as the platform has it.
evidence-count =
    { $count ->
        [one] Not kept: 1 file, because this case has its { $cap } files for that day. It can be seen here as long as the platform has it.
       *[other] Not kept: { $count } files, because this case has its { $cap } files for that day. They can be seen here as long as the platform has them.
    }
evidence-bytes =
    { $count ->
        [one] Not kept: 1 file, because this case has its { $cap } MB for that day. It can be seen here as long as the platform has it.
       *[other] Not kept: { $count } files, because this case has its { $cap } MB for that day. They can be seen here as long as the platform has them.
    }
evidence-gone = Not kept: the platform no longer has { $what }. Ask for it again if it matters.
evidence-unreachable = Not kept: { $what } couldn't be fetched for hours. Ask for it again if it matters.
evidence-again = The same file came with { $ref } before. That is a hint, not a verdict.
evidence-large-customer = The desk has your file, but files over { $cap } MB aren't stored with a case. A shorter video or a smaller file is.
evidence-count-customer = The desk has your files. { $cap } of one day are stored with a case, so the last ones aren't. Tomorrow there is room again.
evidence-bytes-customer = The desk has your files. { $cap } MB of one day are stored with a case, so the last ones aren't. Tomorrow there is room again.
## Moving cases: lists, hands, waiting, fields, merging, absences

help-due = list the cases whose promises are due soon, /due 4h
help-form = get a case as a PDF
help-history = show what happened in a case
help-ack = see to a broken promise
help-escalate = call those who lead to a case
help-sla = show why its deadlines are what they are
help-assign = hand a case to an agent
help-transfer = hand a case to a group, with a note
help-ask = ask the customer and wait for the answer
help-wait = wait for the customer, an approval or goods
help-resume = go on with a case that waited
help-set = correct what a case says
help-complex = promise the longer time of a complex case
help-link = note that two cases belong together
help-merge = end a case in another one of the same customer
help-away = be away, /away 4h or /away until Monday
help-back-staff = be back at work
list-page = Page { $page } of { $of }
key-page-back = ‹ Back
key-page-on = Next ›
key-older = ‹ Earlier
key-newer = Later ›
queue-head-group =
    { $count ->
        [one] One case of { $group } nobody has:
       *[other] { $count } cases of { $group } nobody has:
    }
due-head =
    { $count ->
        [one] One case is due within { $span } or overdue:
       *[other] { $count } cases are due within { $span } or overdue:
    }
due-empty = Nothing is due within { $span }.
due-usage = Write how far ahead to look, for example /due 4h, /due 30m or /due 2d.
no-group-near = There is no group “{ $group }”. Did you mean { $near }? The groups are: { $known }.
answer-here = Please answer this message.
case-changed = The case changed meanwhile. This is how it is now:
which-other = Which other case? Write /{ $name } and its number.
which-two = Write /{ $name } in a case's room with the other number, or with both numbers.
one-case = { $ref } is the same case.
card-complex = complex
card-linked = Belongs with { $known }
card-merged = Goes on as { $ref }
state-goes-on = goes on as { $ref }
key-ask = Ask customer
key-wait = Wait
key-go-on = Go on
key-transfer = Transfer
key-history = History
key-paper = Form
key-less = Back
key-complex = Complex
key-general = General again
key-set = Change
key-close = Close
history-head = What happened in { $ref }:
history-line = { $at } · { $what }
history-by = { $at } · { $what }, { $name }
history-customer = { $at } · Customer { $name }: { $what }
history-agent = { $at } · { $name } to the customer: { $what }
history-note = { $at } · Note of { $name }: { $what }
history-quote = “{ $text }”
history-file = a file
history-file-words = a file, { $words }
history-edited =
    { $count ->
        [one] { $words } (edited once)
       *[other] { $words } (edited { $count } times)
    }
history-clock = { $clock }: { $what }
targets = { $what } and the { $clock }
target-first = first answer
target-solution = solution
target-enquiry = reply
target-next = next answer
clock-started = due { $due }
clock-started-open = started
clock-paused = stands still, { $left } left
clock-resumed = runs on, due { $due }
clock-resumed-open = runs on
clock-retargeted = { $span } in all now, due { $due }
clock-retargeted-open = { $span } in all now
clock-met = kept
clock-met-late = made good, late
clock-missed = missed
clock-kept-date = keeps its date, { $due }
clock-cancelled = no longer owed
counted-service-hours = while the desk is open
counted-service-days = on days with open hours, all 24 hours
counted-wall = every hour counts

## When promises run out

customer-missed =
    We promised you the { $what } in case { $ref } by { $due } and didn't keep it. We're sorry.
    You get it by { $again }.
customer-missed-again =
    We missed another date for the { $what } in case { $ref }: { $due }. We're sorry, and the desk has been called to it.
    You get it by { $again }.
customer-missed-open =
    We still owe you the { $what } in case { $ref }, due { $due }. We won't name another date that we might miss: those who lead the desk know of it, and you hear from a person.
customer-dated = Our hours changed, and with them a date of your case { $ref }: you get the { $what } by { $due }, not by { $at }.
terms-reckoned = Edition { $version } of the terms moves dates in { $group }, cases: { $cases }. Due earlier: { $earlier }, later: { $later }. Their customers are told.
customer-silent = You said nothing against our solution for { $days } working days, so case { $ref } is closed. If something is left, you can open it again for { $reopen } days.
room-silent = { $days } service days without an objection: the solution counts, and the case is closed.
alert-warn = ⏳ { $ref }: { $percent } % of the time for the { $what } is used. It's due { $due }.
alert-broken = ❌ { $ref }: overdue since { $due }: the { $what }.
alert-told = The customer was told, and promised it by { $again }.
alert-told-open = The customer was told, without another date.
alert-climb = 📣 { $ref }: still overdue, since { $due }: the { $what }. Nobody has said yet that they see to it.
alert-late = This comes late: the desk was out of order.
alert-for = For { $names }.
alert-for-of = For { $names } ({ $team }).
alert-everybody-of = For everybody ({ $team }): nobody it is meant for is at work.
alert-everybody = For everybody: nobody it is meant for is at work.
alert-holidays = 📣 The public holidays of { $year } are not known yet. Please add them to calendar.holidays in terms.toml, once they are published; until then dates in { $year } are reckoned without them.
alert-by-hand = 📣 { $ref }: { $name } needs help. { $reason }
alert-digest = ⏰ { $count } promises need somebody now.
alert-digest-kinds = { $facts }
alert-digest-broken = { $count } broken
alert-digest-climbing = { $count } still not seen to
alert-digest-warned = { $count } run out soon
alert-digest-line = { $ref } · { $what } · { $due }
alert-digest-more = /due lists them.
ack-done = You see to { $ref }. Nobody further up is called about it.
ack-none = In { $ref } nothing is broken that waits for somebody.
room-acked = { $name } sees to it. Nobody further up is called.
escalate-usage = What do you need help with? Write /escalate and the reason. Those who lead read it.
escalate-done = Those who lead are called to { $ref }. Your reason is a note in it.

## Why a deadline is what it is

sla-head = Why the deadlines of { $ref } are what they are:
sla-none = { $ref } has no promise that runs.
sla-clock = { $what } (round { $cycle }): { $span }, { $count }
sla-clock-again = { $what } (round { $cycle }, in the place of a missed one): { $span }, { $count }
sla-runs = Used { $used }, left { $left }: due { $due }.
sla-stands = Used { $used }, left { $left }: it stands still.
sla-over = Ended after { $used }.
sla-missed = Missed: it was due { $due }.
nothing-said = nothing
event-given-to = given to { $to }, whose turn it was
event-assigned-to = handed to { $to }
event-transferred-to = { $from } → { $to }
event-waiting-for = { $state }
event-set-to = { $field }: { $before } → { $after }
event-linked-with = belongs with { $ref }
event-unlinked-with = no longer belongs with { $ref }
event-merged-with = merged into { $ref }
event-absorbed-with = took in { $ref }
event-assigned = handed on
event-transferred = transferred
event-waiting = waits
event-set = a field changed
event-linked = linked
event-unlinked = link removed
event-merged = merged
event-absorbed = took in a case
event-complex = complex
event-general = general again
refuse-merged = { $ref } goes on as { $other }. Please use that number.
refuse-pass-on = { $name } has { $ref }. Only { $name } or a lead can pass it on.
assign-usage = Whose is it? Write /assign and the number of their account, or answer a message of theirs with /assign.
assign-unknown = They aren't on the desk's list. /whoami shows somebody's number, an admin adds them.
assign-already = { $name } has { $ref } already.
assign-away = { $name } is away, so { $ref } stays where it is. Choose somebody else, or leave it in the queue.
assign-away-until = { $name } is away until { $until }, so { $ref } stays where it is. Choose somebody else, or leave it in the queue.
assign-done = { $name } has { $ref } now. The customer is told.
room-assigned = { $name } gave the case to { $to }.
transfer-where = { $ref } is with { $group }. Which group gets it?
transfer-why = { $ref } goes to { $group }. What do they need to know?
transfer-same = { $ref } is with { $group } already.
transfer-done-elsewhere = { $ref } is with { $group } now and continues on { $where }.
room-left = { $ref } is with { $group } now and continues on { $where }. What is written here doesn't reach it any more. To do something from here, name the case: /reply { $ref } and your words.
refuse-left = { $ref } continues on { $where }, so nothing was done. To reach it from here, name the case: /note { $ref } and your words.
platform-telegram = Telegram
platform-discord = Discord
transfer-done = { $ref } is with { $group } now.
room-transferred = { $name } passed { $ref } to { $group }.
customer-transferred = Your case { $ref } is with { $group } now. We tell you the name as soon as somebody there has it.
customer-transferred-with = Your case { $ref } is with { $group } now. { $name } stays with it and answers you here.
close-what = Why does { $ref } end without a confirmed solution?
ask-what = What shall the customer of { $ref } be asked?
ask-empty = What shall the customer be asked? Write /ask and your question.
ask-done = { $ref } waits for the customer's answer. The solution clock stands still until then.
wait-what = What does { $ref } wait for?
key-wait-customer = The customer
key-wait-approval = An approval
key-wait-goods = Goods
wait-already = { $ref } is “{ $state }” already. /resume goes on with it.
wait-done = { $ref }: { $state }. The solution clock stands still until then.
wait-done-bare = { $ref }: { $state }.
customer-wait-customer = To go on with case { $ref } we need an answer or something from you. Until then the time for our solution stands still. Just write here.
customer-wait-approval = Case { $ref } waits for an approval on our side. The time for our solution stands still until it's there; you hear from us here.
customer-wait-goods = Case { $ref } waits for goods that are on their way. The time for our solution stands still until they arrive; you hear from us here.
customer-wait-bare-customer = To go on with case { $ref } we need an answer or something from you. Just write here.
customer-wait-bare-approval = Case { $ref } waits for an approval on our side. You hear from us here.
customer-wait-bare-goods = Case { $ref } waits for goods that are on their way. You hear from us here when they arrive.
resume-not = { $ref } is “{ $state }” and doesn't wait for anything. /wait shows what it can wait for.
resume-done = { $ref } goes on. The customer is told.
room-resumed = { $name } goes on with the case.
customer-resumed = We go on with case { $ref }.
customer-resumed-by = We go on with case { $ref }. You get a proposed solution by { $at }.
room-customer-answered = The customer answered. The case goes on.
room-customer-answered-by = The customer answered. The solution clock runs on: due { $at }.
complex-enquiry = { $ref } is an enquiry: its promise is a reply, and that one stays.
class-already-complex = { $ref } is complex already. /complex off and a reason makes it general again.
class-already-general = { $ref } is general already. /complex gives it the longer time.
general-why = Why is { $ref } general again? The customer is told an earlier date.
complex-done = { $ref } is complex now. What was used of the time stays used, and the customer has the new date.
general-done = { $ref } is general again. What was used of the time stays used, and the customer has the new date.
complex-done-still = { $ref } is complex now. The solution clock stands still; the customer gets the new date when it runs on.
general-done-still = { $ref } is general again. The solution clock stands still; the customer gets the new date when it runs on.
customer-complex = Your case { $ref } takes more work than most. Its solution takes longer; you get the date when we go on.
customer-complex-by = Your case { $ref } takes more work than most. You get a proposed solution by { $at }.
customer-general = Your case { $ref } needs less work than we thought. You get the new date when we go on.
customer-general-by = Your case { $ref } needs less work than we thought. You get a proposed solution by { $at }.
set-which = Which field shall change?
set-no-field = There is no field “{ $field }”.
set-no-field-near = There is no field “{ $field }”. Did you mean { $near }?
set-fields = Fields: { $known }
set-example = For example /set urgency high, or /set received 3 March.
set-what = { $ref }, { $field }: so far { $before }. What is right?
set-misses = “{ $field }” stays as it is. { $hint }
set-same = { $ref }, { $field }: { $before } already. Nothing changed.
set-done = { $ref }, { $field }: { $before } → { $after }
link-done = { $ref } and { $other } belong together now. Both cards show it.
link-already = { $ref } and { $other } belong together already. Write “off” behind the number to undo it.
link-off = { $ref } and { $other } no longer belong together.
link-not = { $ref } and { $other } don't belong together yet, so there is nothing to undo.
merge-strangers = { $ref } and { $other } are of different customers and stay two cases. /link notes that they belong together.
merge-not-yours = { $ref } isn't yours. Take it first, or ask a lead.
merge-solved = A solution is proposed for { $ref }. Close it, or open it again first.
merge-ask = End { $ref } in { $other }?
merge-case = { $ref }: { $what }
merge-means = What { $customer } writes or edits from then on goes to { $other }. The promise that is due first goes on there. This can't be undone.
key-merge-yes = Yes, merge
key-merge-no = No, keep both
merge-done = { $ref } goes on as { $other }.
room-merged = This case goes on as { $other }. Its history stays under { $ref }; what the customer writes arrives there.
room-absorbed = { $ref } ended in this case. /history { $ref } shows what was said there.
customer-merged = We've put your case { $ref } together with { $other }. Everything you wrote is there; go on writing here.
customer-merged-from = Your case { $ref } goes on in { $other }. What you write here reaches us there.
away-usage = Until when? Write a span, a time or a day, for example /away 4h, /away until 14:00 or /away until Monday. /away alone lasts until /back.
away-done = You're away until you write /back.
away-until = You're away until { $until }. /back ends it sooner.
away-free =
    { $count ->
        [one] One case with a running clock is back in the queue:
       *[other] { $count } cases with a running clock are back in the queue:
    }
away-kept =
    { $count ->
        [one] One case that waits for something stays yours.
       *[other] { $count } cases that wait for something stay yours.
    }
room-given = It was { $to }'s turn: the case is theirs.
room-owner-left = Whoever had this case works here no more. It is back in the queue.
staff-left =
    { $count ->
        [one] { $name } no longer has this case of { $group }. Who takes it?
       *[other] { $name } no longer has these { $count } cases of { $group }. Who takes them?
    }
room-away = { $name } is away. The case is back in the queue.
back-done = Welcome back. /queue lists what is free.
back-not = You aren't away. /away says so when you are.
take-away = You're away. /back first, then take it.
take-away-until = You're away until { $until }. /back first, then take it.
staff-away = away
staff-away-until = away until { $until }
## The staff side as a place

receipt-staff-lost = We may be late: the people of the desk can't be reached at the moment. Your case is kept, and they see it as soon as they can.
side-lost = The bot can't write where the staff works any more. Nothing is lost: what agents are to see waits. Put the bot back as an administrator, and it arrives in order.
side-back = The bot can write where the staff works again. What waited is being delivered.
side-moved = The staff group has another number now: { $to }. The desk has followed by itself and goes on there. Set TELEGRAM_STAFF_CHAT to it when you next have the chance.
side-hint = That went nowhere. Answer a message of a case: the customer's words to write to them, any other to leave a note.
side-unknown = I can't tell which case that belongs to. Answer the card of the case, or write /reply or /note with its number.
side-start = This chat is where the desk works. Each case begins with its card here: answer the customer's words to write to them, anything else under the card to leave a note. /queue lists what is free, /help all commands.
side-customers = /{ $name } is for customers, and in this chat you are the desk. To try it, write to the bot from another account.
recap-head = What was said in this case before:
recap-customer = { $at } · { $name }:
recap-agent = { $at } · { $name } to the customer:
recap-note = { $at } · note of { $name }:
recap-file = (a file)
contact-given = They left { $contact }: go on there.
contact-none = They left no phone number and no e-mail address; what you write is kept and can be sent once they are back.
key-resend-all = Send what waits ({ $count })
resend-none-waits = Nothing waits for them any more.
## Finding, canned replies, what did not arrive, who is not heard

help-search = find cases by words, order, state
help-macro = send a canned reply, after a preview
help-undelivered = list what did not arrive
help-resend = send a case's last undelivered message again
help-block = stop hearing somebody, or list who isn't heard
help-unblock = hear somebody again
help-mute = keep somebody's words without noise
search-usage =
    What shall I look for? Words, an order number, a name:
    /search zipper puller
    /search order:A-4471 state:open
    /search from:Mei before:2026-03-05
search-state = I know no state “{ $state }”. There are: { $known }.
search-day = I need a day as 2026-03-05 behind before:, not “{ $text }”.
search-none = Nothing found. Fewer words find more; /queue and /mine list what is open.
search-end = There is nothing further on. /search with other words starts anew.
search-head =
    { $count ->
        [one] One case found:
       *[other] { $count } cases found:
    }
search-page = Cases { $first } to { $last }:
search-line = { $ref } · { $kind } · { $customer } · { $state }
search-piece = { $name }: “{ $text }”
search-facts = “{ $text }”
key-case = { $ref }
key-earlier = Earlier page
key-later = Next page
old-slip = That button has been used, or is too old. Please give the command again.
macro-head = Canned replies. /macro and a name shows one before it is sent.
macro-line = { $name } ({ $langs }): { $text }
macro-none = There are no canned replies yet. A lead keeps one with /macro save.
macro-unknown = There is no canned reply “{ $name }”. /macro lists them.
macro-preview = To { $customer } ({ $ref }), { $language }:
macro-open = Still to fill in: { $known }. For example: /macro { $name } { $first }=…
macro-no-language = “{ $name }” doesn't exist in { $customer }'s language, { $language }.
macro-others = { $owner } asked for this one. /macro { $name } shows your own.
macro-changed = The case has changed since that preview. Please look at this one, then press Send.
macro-dropped = Dropped. Nothing was sent.
macro-saved = Kept “{ $name }”, { $language }. /macro { $name } shows it.
macro-removed = “{ $name }” is no longer a canned reply.
macro-no-words = Which words? Write them behind the language, or answer a message of yours with /macro save.
macro-usage =
    A name of letters, digits and hyphens, then en or zh, then the words:
    /macro save thanks en Thank you, { "{" }customer{ "}" }.
    /macro remove thanks
key-drop = Drop
key-in-language = Use { $language }
undelivered-head = Not delivered, the newest first:
undelivered-none = Everything arrived, or is on its way.
undelivered-line = { $n }. { $what }, { $at }: { $why }
undelivered-words = { $ref }, to { $name }: “{ $text }”
undelivered-notice = { $ref }, a notice to { $name }
undelivered-to-room = something for the room of { $ref }
undelivered-person = something for { $name }
undelivered-to-staff = something for the staff group
why-unknown = not delivered, the log of that day says why.
key-again-one = Send { $n } again
key-again-all = Send all again
key-again-yes = Yes, send { $count } again
key-again-no = No
resend-all =
    { $count ->
        [one] Send the one listed message again?
       *[other] Send all { $count } listed messages again? What may have arrived can then be there twice.
    }
resend-all-done =
    { $count ->
        [one] It's on its way again.
       *[other] { $count } messages are on their way again, but for those somebody sent again meanwhile.
    }
resend-already = That was sent again already.
resend-unknown = There is nothing to send again here. /undelivered lists what did not arrive.
resend-nothing = Everything of { $ref } arrived, or is on its way.
refuse-group = { $ref } belongs to another group. Please ask one of its agents, or a lead.
block-usage =
    Name the person by account number or case, or answer a message of theirs:
    /block 123456789 writes spam for 3d
    /mute HX-7K3M-Q9TD-4XC until 2026-03-05
    /unblock 123456789
block-none = Everybody is heard.
block-head = Not heard:
block-line = { $who } · { $state }
block-line-why = { $who } · { $state } · { $why }
block-staff = { $name } works here and can't be blocked. An admin takes them off the list with /agent remove.
block-done = { $name } is blocked until somebody ends it. They are told once, when they write.
block-done-until = { $name } is blocked until { $at }. They are told once, when they write.
mute-done = { $name } is muted until somebody ends it: their words are kept, and the room hears of them once an hour.
mute-done-until = { $name } is muted until { $at }: their words are kept, and the room hears of them once an hour.
unblock-done = { $name } is heard again.
unblock-nobody = { $name } is heard already. /block lists who isn't.
bar-until = I need a day or a day and time behind until, for example until 2026-03-05 18:00.
bar-past = That time has passed. I need one still to come, for example for 3d.
bar-span = How long? For example for 3d, for 2h or for 30min.
barred-blocked = blocked
barred-blocked-until = blocked until { $at }
barred-muted = muted
barred-muted-until = muted until { $at }
key-unblock = Hear { $name } again
card-barred = 🔒 The customer is blocked: what they write doesn't arrive.
card-barred-until = 🔒 The customer is blocked until { $at }: what they write doesn't arrive.
card-muted = 🔒 The customer is muted: their words are kept without noise.
card-muted-until = 🔒 The customer is muted until { $at }: their words are kept without noise.
blocked-you = We don't take messages from you here at present.
blocked-until = We don't take messages from you here until { $at }.
muted-you = We keep what you write and read it later, not at once.
muted-until = We keep what you write and read it later, not before { $at }.
too-many-cases = You have { $count } cases going on with us, as many as there can be at once. Add to one of them; everything you write there is read.
too-fast = That came faster than we can follow, so the last of it wasn't taken. Give it a moment, then go on where you left off.
too-fast-kept = You write faster than we can pass on. All of it is kept in your case, and your agent gets it together in two minutes.
hasty-digest =
    { $count ->
        [one] { $name } wrote one message too fast to be passed on. It is kept in the case; /search finds it.
       *[other] { $name } wrote { $count } messages too fast to be passed on. They are kept in the case; /search finds them.
    }
muted-digest =
    { $count ->
        [one] { $name } (muted) wrote one message. It is kept in the case; /search finds it.
       *[other] { $name } (muted) wrote { $count } messages. They are kept in the case; /search finds them.
    }
event-filed = words put into the case
event-blocked = customer blocked
event-muted = customer muted
event-unblocked = customer heard again
event-unmuted = customer heard again
## Orders

order-detail = { $what }, { $more }
order-is-delivered = delivered { $day }
order-is-signed = ordered on { $day }, not delivered yet
order-is-open = ordered, not delivered yet
order-is-making = being made
order-is-shipped = on its way
order-is-done = delivered
order-is-cancelled = cancelled
order-offer = Order { $number }: { $product }, { $standing }. Is that the one?
order-differs = Order { $number } is another product: { $product }, { $standing }. You chose { $chosen }. Which one is it about?
order-which = Order { $number }, { $standing }, has several products in it. Which one is it about?
order-told = Order { $number }: { $product }, { $standing }.
order-told-several = Order { $number }, { $standing }:
order-told-end = Good. For anything else, /start shows what we can do.
order-not-yet = It isn't marked as delivered with us. That changes nothing: we are there for you from the contract on, until it arrives and afterwards.
fits-order-offer = Please press one of the buttons, or write another order number.
fits-order-told = I've kept that. “Ask a person” passes it on with your order; another order number fits here as well.
key-order-yes = Yes
key-order-another = No, another
key-order-thanks = That's all
card-order = ✅ order { $number } · { $facts }
card-order-unknown = order { $number } is not on the desk's list
card-warranty-in = in warranty until { $until }
card-warranty-out = warranty ended { $until }
card-warranty-life = warranty for life
buyer-consumer = consumer
buyer-wholesale = wholesale
order-status-ordered = ordered
order-status-making = being made
order-status-shipped = on its way
order-status-delivered = delivered
order-status-completed = completed
order-status-cancelled = cancelled
order-head = Order { $number } · { $facts }
order-line = { $facts }
order-pieces = { $count } × { $product }
order-lot = lot { $lot }
order-more =
    { $count ->
        [one] One more line.
       *[other] { $count } more lines.
    }
order-day-signed = signed { $day }
order-day-delivered = delivered { $day }
order-day-completed = completed { $day }
order-cases = Cases about it:
order-no-cases = No case you may see names it.
order-event = { $at } · { $what } · { $by }
order-by-list = a list
order-event-imported = first listed
order-event-changed = changed
order-event-signed = signed
order-event-delivered = delivered
key-order-sign = Signed on { $day }
key-order-deliver = Delivered on { $day }
order-signed = { $number }: signed on { $day }, noted.
order-delivered =
    { $cases ->
        [0] { $number }: delivered on { $day }, noted.
        [one] { $number }: delivered on { $day }, noted. The card of its open case shows the warranty from that day.
       *[other] { $number }: delivered on { $day }, noted. The cards of its { $cases } open cases show the warranty from that day.
    }
order-unknown = The desk knows no order { $number }. Compare the number; new orders come with the next list.
order-no-number = An order number has digits in it: /order { $example }
order-usage =
    Name the order, or write it in the room of a case that names one:
    /order { $example }
    /order deliver { $example } 2026-03-03
    /order sign { $example } 2026-02-02
    Without a day it is today.
order-day-none = That is no day. Write it as { $example }, or leave it out for today.
order-day-either = That day can be read in two ways. Write { $one } or { $two }.
order-day-ahead = { $day } is still to come. Note the day when it is there, or write one up to { $example }.
order-day-order = { $number } can't be delivered on { $delivered } and signed on { $signed }. Correct one of the days first.
order-refuse-cancelled = { $number } is cancelled. Its list has to say otherwise before a day can be noted.
help-order = see an order, note that it was signed or delivered

# What Discord shows before anybody has written.
entry-reply = Reply to customer
entry-note = Note
entry-add = Add to case
piece-case = case
piece-place = place
piece-what = what
piece-who = who
piece-group = group
piece-groups = groups
piece-within = within
piece-note = note
piece-text = text
piece-for = for
piece-field = field
piece-value = value
piece-reason = reason
piece-other = other
piece-until = until
piece-words = words
piece-name = name
piece-language = language
piece-account = account
piece-number = number
piece-day = day
piece-role = role
takes-case = The case; in its own thread it can be left out
takes-case-own = The number of your case, for example HX-7K3M-Q9TD-4XC
takes-case-whose = The case whose customer is meant; in its own thread it can be left out
takes-other = The other case
takes-who = Whom, if they are on this server
takes-place = A city, for example Lisbon
takes-privacy-what = Nothing shows what we keep of you
takes-privacy-who = For agents: the number of an account or a case
takes-queue-group = The cases of this group alone
takes-within = How far ahead, for example 4h or 2d
takes-colleague = The agent who gets it
takes-group = The group that gets it
takes-group-note = Why, for whoever takes it; it stays in the case
takes-reply = What the customer reads
takes-ask = What you ask the customer; the case waits for the answer
takes-wait = What it waits for; without it you choose from buttons
takes-note = What the desk keeps; the customer never sees it
takes-field = What is put right; without it you choose from buttons
takes-value = What is so, as the customer would answer; without it the choices are shown
takes-complex-what = Only to go back to the shorter time
takes-complex-reason = Why; it stays in the case as a note
takes-escalate = What help is needed; those who lead read it
takes-link-what = Only when they no longer belong together
takes-solve = What you propose, as the customer reads it
takes-close = Why; it stays in the case. Needed where no solution was proposed
takes-away = How long, for example 4h, 18:00 or Monday; without it until /back
takes-search = Words of the case; also order:A-4471, from:Mei, state:open, before:2026-03-05
takes-macro-what = For leads: to keep one, or take one away
takes-macro = Its name; without it the list is shown
takes-macro-language = The language of the words you keep
takes-macro-text = What is still open, as variable=value; or the words to keep
takes-block = Why, and how long: spam for 3d. The number of their account first, if they can't be picked
takes-account = The number of their account, if they can't be picked
takes-company = Its name; none ends it; without it you see for which they buy now
takes-bind = The other account, for example telegram:123456789
takes-order-what = Without it the order is shown
takes-order-number = Its number; without it the order of the case
takes-order-day = The day, for example 3 March 2026; without it today
takes-agent-what = Without it everybody who works here is listed
takes-role = What they may do; without it agent
takes-groups = Groups, by spaces; without them all
takes-agent-name = Without a person: a reminder for whom the one-time link is
choice-export = Send it as a file
choice-erase = Erase it
choice-customer = The customer's answer
choice-approval = An approval
choice-goods = Goods
choice-over = Nothing more: go on
choice-save = Keep
choice-remove = Take away
choice-en = English
choice-zh = Chinese
choice-show = Show
choice-deliver = Note that it was delivered
choice-sign = Note that it was signed, for leads
choice-list = List everybody
choice-add = Let somebody in
choice-role = Change role and groups
choice-revoke = End all links nobody used
choice-complex-off = The shorter time again
choice-link-off = They no longer belong together
suggest-case = { $ref }, { $name }, { $state }
suggest-case-own = { $ref }, { $name }, { $state } (yours)
suggest-macro = { $name }: { $text }
suggest-colleague = { $name }, { $role }
suggest-colleague-away = { $name }, { $role }, away
suggest-group = { $before } { $group }
suggest-which = Which case does it go into?
suggest-none = There is no open case of your groups.
suggest-not-here = This works in the staff channel. What customers write in their threads is in their cases already.
panel = Support of { $brand }: tell us what is wrong with an order, ask a question, or see how your case stands.
    Everything you write goes into a thread of your own that nobody else sees.
panel-claim = Report a problem
panel-menu = Other questions
panel-cases = My cases
panel-human = Talk to a person
help-company = say for which company a customer buys

## Companies

company-usage =
    In a customer's case, or with the number of an account:
    /company Hansa Trading
    /company 123456789 Hansa Trading
    /company none
company-name = A company's name fits here, on one line. For example: /company Hansa Trading
company-staff = { $name } works here and buys for no company.
company-is = { $name } buys for { $company }.
company-is-none = { $name } buys for no company.
company-case = { $ref } is a matter of { $company }.
company-same = { $name } buys for { $company } already.
company-joined = { $name } buys for { $company } from now on. Everybody who buys for it sees where its cases stand.
company-new = The desk knew no company of that name. If it is a slip, put it right with /company and the right name.
company-left = { $name } buys for { $company } no more.
company-case-none = { $name } buys for no company, and this case is no company's matter any more.
company-yours = You are entered as a buyer of { $company }. A claim asks for quantities from now on, and others who buy for { $company } see where your cases stand.
company-no-more = You are no longer entered as a buyer of { $company }.
room-company = The customer buys for { $company }.
room-company-none = The customer buys for no company any more.
card-company = 🏢 { $company }
event-company = company changed
event-company-of = buys for { $company }
event-company-no-more = buys for { $company } no more
cases-company = Your cases, and those of others at { $company }. Tap one to see where it stands.
case-label-of = { $ref } · { $what } · { $state } · { $name }
status-shared = { $name } opened it for your company and answers for it. You can follow it here.
state-theirs = waiting for { $name } to answer
card-company-told = Says they buy for { $company }. A lead confirms it: /company { $company }
help-bind = join two accounts of one person

## Two accounts of one person

bind-usage =
    Two accounts of one person become one. In a case of theirs, or by both accounts:
    /bind discord:123456789
    /bind telegram:123456789 discord:987654321
bind-unmet = The desk hasn't met one of the two. They write to it once from that account, then it can be joined.
bind-same = These are one person already: { $name }.
bind-twice = Both are on the same platform. One account on each can be joined.
bind-admin = One of the two works here. Please ask an admin: the other account can do the same from then on.
bind-who = { $name } ({ $facts })
bind-sure = Is { $one } the same person as { $two }?
bind-rights = Both accounts have the role “{ $role }” from then on.
bind-final = Cases, drafts and what is on its way come together. It can't be undone.
key-bind = Join them
bind-done = { $one } and { $two } are one person now.
bind-yours = Your accounts are joined: this chat and the other one show the same cases. If that isn't so, please tell us here.
event-bound = accounts joined

## Verdicts

help-verdict = decide on a claim: whose fault it is, what is done, who pays
piece-fault = fault
takes-verdict-fault = Whose fault it is, or what to do about the verdict there is
takes-verdict-what = What is done with the pieces, e.g. 40 replaced, 8 repaired, 12 rejected misuse
takes-verdict-reason = The reason's short name; left out, it is asked
takes-verdict-text = What the customer reads besides, a carrier and number, or an amount
judge-design = The way it is made to be
judge-material = What it is made of
judge-craftsmanship = The way it was made
judge-transport = Damaged on its way
judge-human = What somebody did to it
judge-misuse = Used for what it isn't made for
judge-environment = Where it was used: wet, hot, chemicals
judge-unclear = It can't be told
judge-none-found = Nothing is wrong with it
judge-new = Another verdict
judge-sent = A parcel is on its way
judge-credit = The number of a credit note
judge-settle = What it costs, where that was left open
judge-stands = The verdict stands after an appeal
judge-withdraw = Take back what waits for a second person
fault-design = design
fault-material = material
fault-craftsmanship = workmanship
fault-transport = transport
fault-human = human factors
fault-misuse = improper use
fault-environment = place of use
fault-unclear = can't be told
fault-none-found = no fault found
cover-life = warranty for life
cover-in = in warranty
cover-out = warranty over
cover-unknown = warranty not known
act-repair = Repair
act-rework = Rework on site
act-replacement = Replacement
act-spare-part = Spare part or kit
act-refund = Refund
act-credit-note = Credit note
act-advice = Advice
act-return = Back as it is
done-repair = { $count ->
    [one] Repair
   *[other] { $count } pieces repaired
}
done-rework = { $count ->
    [one] Rework at your place
   *[other] { $count } pieces reworked at your place
}
done-replacement = { $count ->
    [one] Replacement
   *[other] { $count } pieces replaced
}
done-spare-part = { $count ->
    [one] Spare part or kit
   *[other] Spare parts or kits for { $count } pieces
}
done-refund = { $count ->
    [one] Refund
   *[other] { $count } pieces refunded
}
done-credit-note = { $count ->
    [one] Credit note
   *[other] Credit note for { $count } pieces
}
done-advice = { $count ->
    [one] Advice
   *[other] Advice for { $count } pieces
}
done-return = { $count ->
    [one] Back as it is
   *[other] { $count } pieces back as they are
}
cost-free = free of charge
cost-charged = inspection and maintenance at cost ({ $what })
cost-return = not accepted ({ $what })
cost-serve-first = the cost is agreed afterwards
verdict-line = { $n }. { $text }
verdict-share = { $what }: { $facts }
verdict-share-of = { $name } · { $what }
verdict-labour = Labour: { $price }, waived for life.
verdict-why = Why: { $label }.
verdict-words = { $name }: { $text }
verdict-told = We've decided on case { $ref }.
verdict-first = It can't be told yet who has to pay for this. We start now and agree the cost with you afterwards, by { $at }. Nothing is charged without your yes.
verdict-first-open = It can't be told yet who has to pay for this. We start now and agree the cost with you afterwards. Nothing is charged without your yes.
verdict-pay = You hear the price here first, and nothing is done without your yes. Help by phone and in the chat stays free.
verdict-appeal = If you see it differently, a lead can look at it a second time, once.
verdict-second-look = This is what came of the second look you asked for.
verdict-yours = Decided { $at }:
verdict-appeal-open = A lead is looking at it a second time.
verdict-parcel = Parcel { $at }: { $name }, { $number }
verdict-credit = Credit note { $at }: { $number }
verdict-preview = { $ref }: this verdict doesn't count yet.
verdict-basis = { $what } · { $standing }
verdict-two = It is worth more than { $price }: a second person has to agree.
verdict-reads = The customer reads:
verdict-rests = { $count ->
    [one] Rests on one file
   *[other] Rests on { $count } files
}
verdict-replaces = It takes the place of verdict { $n } on { $ref }.
verdict-head = { $ref }: verdict { $n }, { $name }, { $at }
verdict-worth = Worth { $price }
verdict-waits = waits for a second person
verdict-appealed = the customer asked for a second look
verdict-stood = A lead looked a second time: it stands.
verdict-cost-open = cost still open
verdict-cost-waived = open cost waived
verdict-cost-offered = { $price } offered, no answer yet
verdict-cost-agreed = { $price } agreed
verdict-cost-talk = { $price } offered, to be talked about
card-verdict = ⚖ verdict { $n }: { $facts }
key-verdict = Verdict
key-verdict-new = New verdict
key-verdict-yes = Decide so, and tell the customer
key-verdict-propose = Ask a second person
key-verdict-anew = Begin again
key-verdict-within = Not more than { $price }
key-verdict-no-words = The reason is enough
key-verdict-chosen = ✓ { $n }
key-verdict-agree = Agree: it counts
key-verdict-refuse = Don't agree
verdict-usage =
    Whose fault is it, and what is done with the pieces? For example:
    /verdict craftsmanship repair
    /verdict craftsmanship 40 replaced, 8 repaired, 12 rejected misuse
    Faults: design, material, craftsmanship, transport, human, misuse, environment, unclear, none-found.
verdict-nothing = { $ref } is no claim; there is nothing to decide. /reply answers it.
verdict-uncounted = It isn't known how many pieces { $ref } is about. Please say so first with /set goods.
verdict-waits-already = { $ref } has a verdict of { $name } that waits for a second person. /verdict shows it; /verdict withdraw takes it back.
verdict-not-yours = { $name } is putting this verdict together. /verdict begins one of your own.
verdict-dropped = Dropped. Nothing was decided.
verdict-ask-fault = { $ref } ({ $standing }): whose fault is it?
verdict-ask-pieces = { $count ->
    [one] What is done?
   *[other] What is done with the { $count } pieces? A button is for all of them; several ways are written.
}
verdict-claimed = { $n }. { $text }: { $count } claimed
verdict-pieces-example = For example: 40 replaced, 8 repaired, 12 rejected misuse. With several lines: line 1 40 replaced, line 2 5 credit-note.
verdict-ask-reason = Why? The customer reads it in their language.
verdict-ask-words = What else should { $name } read?
verdict-ask-words-needed = This goes against the customer. What should { $name } read about why?
verdict-ask-evidence = { $count ->
    [one] This goes against the customer. Does it rest on the file of the case? /files shows it.
   *[other] This goes against the customer. Which of the { $count } files does it rest on? /files shows them by number.
}
verdict-no-evidence = This goes against the customer, and { $ref } holds no file it could rest on. /ask asks them for a photo, or send one here with /note as its caption.
verdict-ask-worth = Is it worth more than { $price } in all? If so, how much?
verdict-sum = { $count } claimed, and { $n } said. Every piece needs to be decided on, none twice.
verdict-sum-of = { $name }: { $count } claimed, and { $n } said. Every piece needs to be decided on, none twice.
verdict-no-line = The claim has no line { $n }.
verdict-pays-back = { $what } goes only with what costs the customer nothing, and “{ $facts }” does not. A repair, a part, advice or back as it is would fit.
verdict-fits-reason = Please choose one of: { $known }.
verdict-fits-words = Please write a few words.
verdict-fits-evidence = Please give the numbers /files shows, for example 1 3.
verdict-fits-worth = Please write an amount, for example { $price }.
verdict-proposed = { $ref }: a second person is asked. The customer hears nothing until then.
verdict-second-over = That verdict on { $ref } no longer waits for anybody. /verdict shows how it stands.
verdict-not-alone = Somebody else has to agree. Your word is in it already.
verdict-refused-done = { $ref }: { $name } did not agree. The verdict doesn't count.
verdict-withdrawn-done = { $ref }: { $name } took the verdict back. It doesn't count.
verdict-none-waits = On { $ref } no verdict waits for a second person.
verdict-done = { $ref }: verdict { $n } counts. The customer is told.
verdict-none = { $ref } has no verdict yet. /verdict begins one.
room-verdict = { $name } decided on this case.
room-verdict-second = { $name } decided what is worth more than { $price }. A second person has to agree.
alert-verdict-second = ⚖ { $ref }: a verdict of { $name } needs a second person.
key-parcel = Parcel sent
key-credit = Credit note
key-settle = Settle the cost
key-settle-free = It costs nothing
key-stands = It stands
parcel-what = Who brings it, and what is the number? For example: SF Express SF1402238817
parcel-usage = Please write the carrier and the number, for example: SF Express SF1402238817
parcel-done = { $ref }: the parcel is noted, and the customer told. The case waits for goods; /resume goes on.
customer-parcel = Your parcel for case { $ref } is on its way with { $name }. The number is { $number }.
credit-not = Nothing in this verdict is paid back. /verdict new changes it.
credit-what = What is the number of the credit note or the payment? For example: CN-2026-118
credit-usage = Please write the number alone, for example: CN-2026-118
credit-done = { $ref }: the number is noted, and the customer told.
customer-credit = For case { $ref } you get your money back under number { $number }.
mention-known = That is noted in { $ref } already.
settle-none = No cost is open in { $ref }.
settle-what = What does { $ref } cost, for inspection and maintenance alone? For example { $price }.
settle-usage = Please write an amount, for example { $price }, or free.
settle-done-free = { $ref }: the open cost is waived. The customer is told.
customer-settled-free = The open cost of case { $ref } is settled: it costs you nothing.
key-price-agree = Yes, { $price }
key-price-talk = Let's talk about it
price-agreed = Thank you. For case { $ref } we've agreed on { $price }.
price-talk = Nothing is charged meanwhile. Please write here what you think about the price of case { $ref }; a lead answers you.
price-over = The price of case { $ref } has been settled or changed since. My cases shows how it stands.
room-price-agreed = The customer agreed to { $price }.
room-price-talk = The customer wants to talk about { $price }. The time to settle it runs on.
key-appeal = Ask for a second look
appeal-taken = A lead who hasn't decided on it looks at case { $ref } again. You hear from them here. Write or send what they should see.
appeal-used = Case { $ref } gets one second look, and that was asked for already. You can still write here.
appeal-over = That decision on case { $ref } has been replaced since. My cases shows the one that counts.
appeal-none = Nobody asked for a second look at { $ref }.
appeal-not-yours = You decided this. Another lead looks at it a second time.
room-appealed = The customer asked for a second look. A lead decides, once.
alert-appeal = ⚖ { $ref }: { $name } asks a lead for a second look at the verdict.
stands-why = What should { $name } read? It stands, because …
stands-done = { $ref }: the verdict stands. The customer is told.
customer-stands = We've looked at case { $ref } a second time. The decision stands.
close-unsettled = Something is still open on { $ref }: a second person, a second look, a price or the cost. /verdict and /quote show it.
merge-unsettled = Something is still open on { $ref }. It can be merged when that is decided; /verdict and /quote show it.
set-decided = Verdict { $n } on { $ref } counts these pieces. They stay as they are.
target-settlement = agreement on the cost
clock-settlement-due = ⏳ cost agreed by { $due }
clock-settlement-again = ❌ agreement on the cost missed, now promised by { $due }
clock-settlement-over = ❌ agreement on the cost overdue since { $due }
clock-settlement-paused = ⏳ cost waits for the customer
clock-settlement-met = ✅ cost agreed { $at }
clock-settlement-missed = ❌ cost agreed late
event-verdict = verdict
event-verdict-of = verdict { $n }: { $what }
event-verdict-proposed = verdict proposed
event-verdict-refused = verdict not agreed to
event-verdict-withdrawn = verdict taken back
event-parcel-sent = parcel sent
event-credit-noted = credit note
event-settled = open cost settled
event-settle-offered = price offered
event-settle-declined = price to be talked about
event-appealed = second look asked for
event-appeal-stands = second look: it stands
## Quotes

money-cny = CNY { $number }
money-usd = USD { $number }
money-eur = EUR { $number }
money-gbp = GBP { $number }
money-hkd = HKD { $number }
money-sgd = SGD { $number }
money-aud = AUD { $number }
money-cad = CAD { $number }
money-chf = CHF { $number }
money-jpy = JPY { $number }
money-krw = KRW { $number }
money-kwd = KWD { $number }
help-quote = what a customer pays: put it together, send it, agree on it
piece-line = line
piece-kind = kind
piece-quantity = quantity
piece-price = price
takes-quote-what = What to do; left out, it shows how the price stands
takes-quote-line = To change or remove: the line's number. To send: for how many days it holds
takes-quote-kind = What the line is for
takes-quote-quantity = How many pieces; left out, one
takes-quote-price = What one costs, for example 4.50
takes-quote-text = More words about it, which the customer reads
bid-add = Add a line
bid-change = Change a line
bid-remove = Take a line out
bid-send = Show it as the customer reads it, and send it
bid-revise = Begin a new version
bid-drop = Drop what hasn't gone out
bid-withdraw = Take back what the customer has
bid-accept = Agree to what the customer offered
bid-firm = Stay with the price
charge-spare-part = Spare part
charge-material = Material
charge-inspection = Inspection
charge-maintenance = Inspection and maintenance
charge-freight = Freight
charge-other = Other
quote-what = { $what } ({ $text })
quote-line = { $n }. { $what }: { $price }
quote-lines = { $n }. { $what }: { $count } × { $each } = { $price }
quote-total = In all: { $price }
freight-brand = Freight: we pay it.
freight-customer = Freight: you pay the carrier.
quote-told = The price for case { $ref }, before anything is done:
quote-told-anew = Our new price for case { $ref }. It takes the place of the one before.
quote-told-open = What was left open in case { $ref } comes to this:
quote-until = It holds until { $at }.
quote-promise = Nothing is done and nothing is charged without your yes.
quote-promise-open = Nothing is charged without your yes.
key-quote-accept = Accept { $price }
key-quote-decline = Decline
key-quote-ask = Ask about it
key-quote-counter = Another price
key-quote-again = Ask for it again
key-quote-now = How it stands
quote-thanks = Thank you. We've agreed on { $price } for case { $ref } and go on with it now.
quote-thanks-open = Thank you. For case { $ref } we've agreed on { $price }.
quote-no = All right: nothing is done and nothing is charged in case { $ref }. If the goods are with us, they come back as they are, and we tell you here how.
quote-no-open = All right, nothing is charged. We write to you here about what was left open in case { $ref }.
quote-ask = Please write your question here. It goes to whoever has case { $ref }; the price holds until { $at } meanwhile.
quote-counter = What would you pay instead of { $price }? Write the amount, for example 30, or say in a few words what you have in mind.
quote-counter-noted = You would pay { $price } for case { $ref }. We look at it and answer you here.
quote-counter-words = We have your words about the price of case { $ref }. We look at it and answer you here.
quote-enough = Our price for case { $ref } is { $price }. If it suits you, press Accept.
quote-over = That price for case { $ref } was answered, changed or has run out since.
quote-again-taken = We've passed it on. You hear here about the price for case { $ref }.
quote-reminder = The price of { $price } for case { $ref } waits for your word. It holds until { $at }.
customer-quote-expired = The price of { $price } for case { $ref } has run out. Nothing was done and nothing is charged; you can ask for it again.
customer-quote-expired-open = The price of { $price } for case { $ref } has run out. Nothing is charged; you can ask for it again.
customer-quote-taken = We agree: { $price } for case { $ref }. We go on with it now.
customer-quote-taken-open = We agree: { $price } for what was left open in case { $ref }.
customer-quote-firm = We've looked at your offer for case { $ref } and stay at { $price }. It holds until { $at }.
customer-quote-back = We've taken back the price for case { $ref }. Nothing is charged; you hear here how it goes on.
customer-quote-back-open = We've taken back the price for what was left open in case { $ref }. Nothing is charged; you hear here how it goes on.
verdict-quote-fell = The price we sent you before no longer counts.
quote-history = What was offered so far:
quote-said = { $at }: we asked for { $price } (version { $n })
quote-said-counter = { $at }: { $name } offered { $price }
quote-said-words = { $at }: { $name } asked for another price: “{ $text }”
quote-said-firm = { $at }: we stayed at { $price }
quote-said-again = { $at }: { $name } asked for it again
quote-said-end = { $at }: { $what }
quote-end-accepted = agreed on { $price }
quote-end-declined = declined
quote-end-expired = it ran out
quote-end-withdrawn = we took it back
quote-yours-open = The price we sent you:
quote-yours-accepted = Agreed on { $price }, { $at }:
quote-yours-declined = You declined the price of { $price }, { $at }.
quote-yours-expired = The price of { $price } ran out { $at }.
quote-yours-withdrawn = We took back the price of { $price }, { $at }.
quote-is-draft = not sent yet
quote-is-proposed = waits for a second person
quote-is-open = with the customer until { $at }
quote-is-accepted = agreed { $at }
quote-is-declined = declined { $at }
quote-is-expired = ran out { $at }
quote-is-withdrawn = taken back { $at }
quote-is-replaced = replaced { $at }
quote-is-dropped = dropped
quote-price = { $price }
quote-countered = the customer offers { $price }
quote-countered-words = the customer wants another price
quote-agreed = agreed on { $price }
card-quote = 💰 quote { $n }: { $facts }
card-quote-wanted = 💰 the customer pays for part of it: no price sent yet
key-quote = Quote
key-quote-add = Add a line
key-quote-send = Look at it and send
key-quote-yes = Send it to the customer
key-quote-agree = Agree: it goes out
key-quote-revise = New version
key-quote-back = Take it back
key-quote-take = Agree to { $price }
key-quote-firm = Stay at { $price }
quote-usage =
    A line says what it is for, how many and what one costs, and a few words if you like; amounts are in { $text }.
    /quote add part 2 x 4.50 Puller, brass
    /quote add maintenance 30
    For spare-part, material, inspection, maintenance, freight, other. /quote send shows it before it goes out.
quote-labour = Labour stands in every quote by itself: { $price }, waived for life.
quote-draft = { $ref }: quote { $n } hasn't gone out yet.
quote-preview = { $ref }: quote { $n } hasn't gone out yet.
quote-two = It comes to more than { $price }: a second person has to agree.
quote-head = { $ref }: quote { $n }, { $name }, { $at }
quote-solved = For { $ref } a solution is proposed. /reopen takes it back; then a price can be sent.
quote-free = By the verdict on { $ref } this costs the customer nothing. /verdict new changes it.
quote-undecided = Who pays for { $ref } isn't decided yet. /verdict does that first.
quote-waits-already = On { $ref } a quote of { $name } waits for a second person. /quote shows it, /quote drop takes it out.
quote-open-first = { $ref } waits for the customer's word on quote { $n }. /quote withdraw takes it back; /reply reaches them meanwhile.
quote-open-revise = Quote { $n } on { $ref } is with the customer. /quote revise begins a new version of it.
quote-full = A quote has at most { $count } lines. /quote change or /quote remove makes room.
quote-which = Which line? There are { $count }, for example /quote change 1 part 4.50, or /quote remove 1.
quote-none = { $ref } has no quote yet. /quote add begins one.
quote-none-open = On { $ref } no quote is with the customer. /quote shows how it stands.
quote-no-draft = On { $ref } no quote is being put together. /quote add begins one, /quote revise a new version.
quote-empty = The quote on { $ref } has no line yet. /quote add puts one in.
quote-freight-ours = By the terms we pay the freight of { $ref }, so it has no line.
quote-too-much = A quote can't come to that much. Please look at the amounts again.
quote-valid-usage = For how long does it hold? For example /quote send 14 for days, or /quote send 48h.
quote-ask-line = What is charged in { $ref }? For example part 2 x 4.50 Puller, brass.
quote-gone = That quote on { $ref } went out, changed or was dropped since. /quote shows how it stands.
quote-proposed = { $ref }: a second person is asked. The customer hears nothing until then.
quote-second-over = That quote on { $ref } no longer waits for anybody. /quote shows how it stands.
quote-refused = { $ref }: { $name } did not agree. The quote doesn't go out.
quote-dropped = { $ref }: quote { $n } is dropped. It never went out.
quote-sent = { $ref }: quote { $n } over { $price } is with the customer until { $at }.
quote-withdrawn = { $ref }: quote { $n } is taken back. The customer is told.
quote-no-offer = No offer of the customer of { $ref } waits for an answer. /quote shows how it stands.
quote-offer-words = The customer of { $ref } named no amount. /quote revise makes a new version, /quote firm stays with the price.
quote-lets-go = That lets go of { $price }, more than one person may. Please ask a lead.
quote-taken = { $ref }: agreed on { $price }. The customer is told.
quote-firm = { $ref }: it stays at { $price }. The customer is told.
verdict-quote-next = The customer pays for part of it. They hear the price before anything is done: /quote add puts it together.
room-quote-second = { $name } wants to send a quote over more than { $price }. A second person has to agree.
alert-quote-second = 💰 { $ref }: a quote of { $name } needs a second person.
room-quote-accepted = { $name } accepted { $price }. The work can begin.
room-quote-accepted-open = { $name } accepted { $price } for what was left open.
room-quote-declined = { $name } declined { $price }. The goods go back as they are: decide that with /verdict new, and tell how they travel with /verdict sent.
room-quote-declined-open = { $name } declined { $price } for what was left open. The time to agree on it runs on.
room-quote-counter = { $name } offers { $offer } instead of { $price }.
room-quote-counter-words = { $name } wants another price than { $price }, in the words above.
room-quote-again = { $name } asks again for the price of { $price }.
room-quote-expired = No answer from { $name }: the price of { $price } has run out. They are told, and can ask for it again.
room-quote-lost = { $name } can't answer any more: the price of { $price } is taken back.
event-of-quote = { $what } (quote { $n }, { $price })
event-price-begun = price begun
event-price-proposed = price waits for a second person
event-price-refused = price not agreed to by the second person
event-price-dropped = price dropped
event-price-sent = price sent
event-price-accepted = price accepted
event-price-taken = customer's offer agreed to
event-price-declined = price declined
event-price-countered = another price asked for
event-price-firm = price kept
event-price-withdrawn = price taken back
event-price-expired = price ran out
event-price-reminded = reminded of the price
event-price-again = price asked for again

## A case on paper
paper-title = Customer Information Processing Form
paper-caption-file = Case { $ref } as a PDF.
paper-failed = The form of { $ref } can't be made right now. We have a note of it; please try again later.
paper-foot = { $ref } · as of { $at } · times are of { $zone }
paper-page = Page { $n } of { $of }
paper-case = Case
paper-number = Number
paper-kind = What it is
paper-state = Where it stands
paper-opened = Opened
paper-ended = Ended
paper-group = Group
paper-assignee = Who answers for it
paper-nobody = Nobody yet
paper-class = Class
paper-urgency = How pressing
paper-linked = Belongs with
paper-merged = Goes on as
paper-customer = Customer
paper-name = Name
paper-platform = Writes on
paper-company = Company
paper-told = What we were told
paper-field = { $field }
paper-goods = Goods
paper-sku = Article
paper-lot = Lot
paper-carton = Carton
paper-ordered = Ordered
paper-received = Received
paper-inspected = Inspected
paper-defective = Defective
paper-rate = Rate
paper-verdict = What was decided
paper-quote = What it costs
paper-charge = For
paper-quantity = Quantity
paper-each = Each
paper-amount = Amount
paper-decided = By
paper-promises = What was promised
paper-promise = Promise
paper-span = { $span }, { $count }
paper-within = Within
paper-from = From
paper-due = Due
paper-outcome = What became of it
paper-kept = kept, { $at }
paper-late = made good late, { $at }
paper-missed = missed
paper-stands = stands still
paper-runs = runs
paper-files = What was sent
paper-file = File
paper-sender = From
paper-when = When
paper-caption = { $name }, { $at }
paper-not-shown = Not shown: a picture from { $what }.
paper-history = What happened
paper-who = Who
paper-what = What
paper-note-of = { $name } (note)
paper-desk = The desk
## Appointments
help-appoint = offer times for a call, a session or a visit; write down what came of it
takes-appoint-what = A way of help, or what to do about an appointment there is
takes-appoint-text = Times, e.g. tomorrow 10:00, Friday 14:30; nothing for the next free ones; or what came of it, or why
appoint-word-confirm = Agree to the time the customer proposes
appoint-word-done = It took place: what came of it
appoint-word-missed = Somebody was not there
appoint-word-cancel = Call it off, with the reason
appoint-word-note = Write down what was done without an appointment
key-appoint = Appointment
key-appoint-when = Another time
key-appoint-not = Not needed
key-appoint-off = Call it off
key-appoint-off-yes = Yes, call it off
key-appoint-keep = Keep it
key-appoint-confirm = Agree
key-appoint-offer = Offer other times
key-appoint-done = It took place
key-appoint-missed = Nobody there
appoint-way = { $id } ({ $label })
appoint-usage =
    For what, and when? For example /appoint phone for the next free times, or /appoint phone tomorrow 10:00, Friday 14:30.
    Ways: { $known }.
    /appoint note email: what you wrote keeps what was done without one.
appoint-none = { $ref } has no appointment.
appoint-list = Appointments of { $ref }:
appoint-which = The next free times are offered for:
appoint-past = { $at }: { $what }, { $state }
appoint-with = { $what } with { $name }
appoint-zones = { $at } · { $there }
appoint-slot = { $at }
appoint-no-time = { $what } takes no appointment. Write down what was done: /appoint note { $id } what you wrote.
appoint-full = There is no free time in the days ahead. Name one: /appoint phone Friday 14:30.
appoint-free = Free: { $facts }
appoint-skipped = The clock changes on { $day }, and that time is not there once. Name another.
appoint-unfit-soon = { $at } has passed.
appoint-unfit-far = { $at } is too far ahead.
appoint-unfit-closed = { $at } is outside the hours, or would end outside.
appoint-unfit-taken = { $at }: there is another appointment then.
appoint-offered = { $what }: { $name } can choose from
room-appoint-offered = { $name } offered times: { $what }.
customer-appoint-offer = { $what } about { $ref }, { $span }: which time suits you?
customer-appoint-move = { $what } about { $ref } is to be moved. Until you choose another time, the one we have holds. Which suits you?
customer-appoint-agreed = Agreed: { $what }, { $at }.
customer-appoint-asked = { $name } has your proposal, { $at }. You hear from us when it is agreed.
customer-appoint-reminder = Reminder: { $what }, { $at }.
customer-appoint-missed = { $what } did not take place. Write here when it suits you, and { $name } offers you times.
customer-appoint-off = { $what } is called off: { $text }
customer-appoint-off-own = { $what } is called off. If you tell us why, { $name } reads it here.
customer-appoint-off-with = { $what }, { $at }, is called off, because the case has ended.
appoint-how-phone = We call you at { $phone }.
appoint-how-phone-none = Write here which number we can call, with the country code.
appoint-how-remote = What you need to join comes here in time.
appoint-how-on-site = We come to the address you gave us.
appoint-how-on-site-none = Write here which address we come to.
appoint-ask = When would it suit you? Write a day and a time, for example Thursday 15:00.
appoint-ask-there = When would it suit you? Write a day and a time, for example Thursday 15:00. It is read by our clock, which shows { $at }.
appoint-as-words = { $name } reads this as you wrote it: it holds no single day and time.
appoint-or-write = Or write another time.
appoint-over = { $at } has passed. These times are free:
appoint-too-far = { $at } is further ahead than we plan. These times are free:
appoint-closed = { $at } is outside our hours. These times are free:
appoint-taken = { $at } is taken by now. These times are free:
appoint-nothing-free = That time is not free, and no other is in the days ahead.
appoint-old = That was changed since. How it stands now:
appoint-old-none = That was settled since: { $ref } has no open appointment.
appoint-off-ask = Call off { $what }?
appoint-confirmed = Agreed: { $what }, { $at }.
room-appoint-agreed = { $names }: { $what }, { $name } chose { $at }.
room-appoint-behind = The solution is due before that, { $due }. If the customer wanted it so, /wait customer lets it stand still.
room-appoint-asks = { $names }: { $what }, { $name } proposes { $at }.
room-appoint-off-customer = { $names }: { $what }, { $name } called it off.
room-appoint-off-with = The case has ended: { $what }, { $at }, is called off.
room-appoint-ended = { $name }: { $what }, { $state }.
room-appoint-over = { $names }: { $what } with { $name } should be over. How did it go?
alert-appoint-reminder = ⏳ { $names }: { $what } with { $name }, { $at }.
appoint-which-one = Which one? Name its way, for example /appoint done phone. /appoint lists what there is in { $ref }.
appoint-early = { $what } begins { $at }. Before that it can be called off or moved.
appoint-done-what = { $what }: what came of it?
appoint-missed-what = { $what }: who was not there, and what was tried?
appoint-off-why = { $what }: why is it called off? The customer reads it.
appoint-done-said = { $what }: written down.
appoint-missed-said = { $what }: written down, and the customer is asked for another time.
appoint-off-said = { $what } is called off. The customer is told why.
appoint-note-usage = What was done? For example /appoint note { $id } yesterday 15:00: sent the guide for the lock.
appoint-noted = Written down: { $what }, { $at }.
appointed-open = not agreed yet
appointed-agreed = agreed
appointed-done = took place
appointed-missed = somebody was not there
appointed-cancelled = called off
appointed-words = { $what }: { $text }
appointed-at = { $what }: { $at }
appointed-wished = { $what }: the customer proposes { $at }
appointed-asked = { $what }: you proposed { $at }, { $name } has it
appointed-offered = { $what }: times are offered
appointed-choose = { $what }: please choose a time
card-appointment = { $what }
cases-appointment = { $ref } · { $what }
merge-appointed = { $ref } has an open appointment. Call it off or hold it first; /appoint shows it.
event-appointment-offered = times offered
event-appointment-agreed = time agreed
event-appointment-asked = other time proposed
event-appointment-off = called off
event-appointment-done = took place
event-appointment-missed = somebody was not there
event-appointment-noted = written down
event-appointment-for = { $label }: { $what }
event-appointment-at = { $what }, { $at }
calendar-title = { $what }, { $name } · { $brand }
calendar-text = Case { $ref }. Times can be changed in the chat.
calendar-caption = For your calendar. It takes the place of an earlier one.
calendar-caption-off = Takes the appointment out of your calendar.
paper-appointments = Help at a time
paper-way = Way
paper-with = With

## Reports, and many cases as one file

help-report = see the figures of some days, /report 2026-10 by group
help-export = get many cases as one file, /export csv 2026-10
piece-days = days
piece-by = by
piece-only = only
piece-format = format
takes-report-days = For example week, last-month, 2026-10, 2026-W40 or 2026-10-01..2026-10-15; left out, this week
takes-report-by = What the figures are told apart by
takes-report-only = Only some cases, for example group=quality kind=claim product=travel-case part=zipper
takes-export-format = A table for a spreadsheet, or data for a program
takes-export-days = The cases opened then, for example last-week, 2026-10 or 2026-10-01..2026-10-15
by-group = By group
by-product = By product
by-part = By part
by-agent = By agent
by-kind = By kind
format-csv = A table (CSV)
format-json = Data (JSON)
report-no-days = I can't read days in “{ $text }”. Write week, last-month, 2026-10, 2026-W40 or 2026-10-01..2026-10-15.
report-backwards = “{ $text }” ends before it begins. Write the earlier day first, for example 2026-10-01..2026-10-15.
report-ahead = “{ $text }” is still to come. Choose days up to today.
report-too-long = That is more than { $days } days. Ask for a year at most.
report-no-such = There is no { $name } “{ $text }”. There are: { $known }.
report-no-filter = I don't know “{ $text }”. You can write group=…, kind=…, product=… or part=….
report-not-yours = Figures of { $group } are for those who lead it. Yours: { $known }.
report-too-many = Those days hold more than { $most } promises, too many for one report. Ask for fewer days, or for one group with group=….
report-head = Report, { $days }
report-weekly = The week, { $days }
report-for = For { $names }
report-days = { $begin } to { $end }
report-scope = Cases of { $groups }
report-only = Only { $text }
report-so-far = The days aren't over: figures so far.
report-quiet = Nothing came in, nothing was due, and nothing is open.
report-cases = Opened: { $opened } · solution proposed: { $solved } · open now: { $open }
report-promises = Promises
report-kept = { $clock }: { $percent } % kept, { $kept } of { $of }. Promised: { $span }, { $counted }.
report-undecided = { $clock }: none came due.
report-span = { $least } to { $most }
report-took = Half of { $n } took up to { $median }, nine of ten up to { $most }; by the clock on the wall { $wall } and { $late }.
report-took-one = It took { $median }; by the clock on the wall { $wall }.
report-slice = { $what }: { $opened } opened · answers { $answers } · solutions { $solutions }
report-share = { $percent } % of { $of }
report-no-share = none due
report-more = … and { $count } more
report-nobody = nobody
report-open = Open now
report-open-group = { $group }: { $count } ({ $ages })
report-open-besides = Of these nobody has { $free }, and { $waiting } wait for something outside the desk.
report-age = { $what } { $count }
age-day = under a day
age-three = 1 to 3 days
age-week = 3 to 7 days
age-month = 7 to 30 days
age-older = older
report-causes = Causes of claims: { $count }
report-cause = { $n }. { $what }: { $count } ({ $percent } %, together { $total } %)
report-what = { $product }, { $part }
report-others = everything else
report-goods = Goods of companies: { $defective } defective of { $inspected } inspected ({ $rate }); { $received } received
report-article = { $what }: { $defective } of { $inspected } inspected ({ $rate }); { $received } received
report-rate = { $rate } %
report-no-rate = none inspected
report-costs = Who pays, in pieces: the brand { $free } · the customer { $charged } · still open { $open }. Labour is waived on all of them.
report-agreed = Agreed with customers: { $price }
report-quotes = Quotes
report-quotes-accepted = Agreed: { $sums }
report-quotes-declined = Declined: { $sums }
report-quotes-expired = Ran out: { $sums }
report-quotes-open = Open now: { $sums }
report-quote-sum = { $count } for { $price }
report-surveys = What customers say
report-survey = { $form }: sent { $sent } · answered { $answered } ({ $percent } %) · not answered { $unanswered }
report-scores = { $scores }
report-score = { $what }: { $value } (n = { $n })
report-mean = { $mean } of { $most }
report-mean-yes = yes { $percent } %
report-no-mean = no mean from fewer than { $count } answers
report-load = Who did what
report-load-line = { $name }: open now { $open } · taken { $taken } · answers { $answers } · solved { $solved }
report-picture-kept = How many of those that were decided were kept
report-picture-times = Time taken
report-picture-times-note = dark: half of them · light: nine of ten · line: what was promised
report-picture-took = { $median } · { $most }
report-picture-slices = Answers that were kept
report-picture-open = Cases by age
report-picture-causes = bars: claims · line: all so far together
report-picture-cause = { $count } · { $percent } %
report-picture-scores = { $form }
report-picture-scores-note = mean of all who answered, n of them · no bar: too few answers
report-picture-score = { $value } · n = { $n }
report-picture-few = too few · n = { $n }
export-usage = Write /export csv or /export json and the days, for example /export csv 2026-10 group=quality.
export-own-chat = The file comes to your own chat with me: it holds data of many customers.
export-done =
    { $count ->
        [one] One case of { $days }. Keep the file where only those see it who need it.
       *[other] { $count } cases of { $days }. Keep the file where only those see it who need it.
    }
export-none = No case was opened in { $days } that fits.
export-too-many = That is more than one file holds ({ $most } cases at most). Ask for fewer days, or add group=…, kind=…, product=… or part=….
appoint-word-code = Ask the customer for the access code
key-appoint-code = Give the access code
key-appoint-code-ask = Ask for the access code
key-appoint-code-show = Show it once
appoint-how-code = When you are ready, give us the ID and the password your program shows. { $name } alone sees them, once.
customer-appoint-code = { $what }: please give us the ID and the password your program shows now. They are shown once and kept nowhere.
appoint-code-write = Write the ID and the password here, in one message. It is taken out of this chat at once, and { $name } alone sees it, once.
appoint-code-taken = Taken. { $name } sees it once, then it is gone.
appoint-code-odd = I can't tell the access code from the rest. Please write it alone; it has at least four digits, for example 864 201 773 k9Qz.
appoint-code-asked = { $name } is asked for the access code.
appoint-code-none = No session that is agreed needs an access code.
appoint-code-not-yours = { $name } gives this help, and the code is for them alone.
appoint-code-sent = { $name }, it stands in your own chat with me for ten minutes.
appoint-code-is = Access code, shown this once: { $text }
appoint-code-gone = There is no access code any more: it was shown, or its time is over. Ask for another one: /appoint code.
appoint-code-lost = The access code could not be shown in the own chat: write to the bot there once, then ask for another one: /appoint code.
room-appoint-code = { $names }: { $name } gave the access code.
form-title-code = Access code
form-field-code = ID and password
## Calls

help-call = take a phone call down
takes-call-who = Who called: a phone number, an order number or a name
takes-call = What was said; the rest is asked
piece-caller = caller
call-begun = The call is taken down in your own chat with me.
call-begun-link = The call is taken down in your own chat with me: { $link }
call-one-at-a-time = You are taking down another call. Record or cancel it first; then give the command again.
call-who-gone = This customer is no longer to be found here. Edit “customer” and tell me again who called.
call-case-gone = That case is no longer to be had for this call. Edit “case” and choose again.
call-room = { $name } took a call: { $what }
call-recorded = { $ref } is recorded with { $group }. You answered on the phone.
call-recorded-by = { $ref } is recorded with { $group }. You answered on the phone; a solution is due { $due }.
call-added = The call stands in { $ref }.
call-by-phone = Nothing can be written to { $name }: call { $phone }.
call-by-phone-bare = Nothing can be written to { $name }, and there is no number. Note it with /set phone when you have it.
customer-called = We noted your call. Your case is { $ref }.
customer-called-by = We noted your call. Your case is { $ref }; we propose a solution by { $due }.
tell-by-phone = To be told on the phone ({ $name }, { $phone }):
tell-by-phone-bare = To be told on the phone ({ $name }, no number yet):
refuse-by-phone = { $name } is known by phone alone, so nothing can be written. Call { $phone } and note it with /call.
refuse-by-phone-bare = { $name } is known by phone alone, and there is no number. When they call again, note it with /call.
card-by-phone = ☎ by phone alone: { $phone }
card-by-phone-bare = ☎ by phone alone, no number yet
card-phone = ☎ { $phone }
relay-from-call = Customer { $name }, on the phone:
history-call = { $at } · Customer { $name }, on the phone: { $what }
paper-spoken = (on the phone) { $text }
paper-phone = Phone
platform-phone = Phone
event-called = a call
event-called-so = call: { $what }
event-called-when = call: { $what }, { $text }
event-answered-by-phone = first answer given on the phone
## Satisfaction surveys

survey-head = { $form } · { $n } of { $of }
survey-head-done = { $form }
survey-after-signed = Your contract { $number } is signed. How has it been so far? A tap for each answer; you can stop at any time.
survey-after-delivered = The goods of your order { $number } have come. How was it? A tap for each answer; you can stop at any time.
survey-after-completed = Your order { $number } is complete. How was it? A tap for each answer; you can stop at any time.
survey-after-confirmed = { $ref } is solved. How was it? A tap for each answer; you can stop at any time.
survey-after-interval = It's been a while since we asked: how are we doing? A tap for each answer; you can stop at any time.
survey-after-agent = We'd like to know how we're doing. A tap for each answer; you can stop at any time.
survey-ask-product = How good are the goods? 1 is poor, 5 is excellent.
survey-ask-service = How good was our help? 1 is poor, 5 is excellent.
survey-ask-delivery = How was the delivery? 1 is poor, 5 is excellent.
survey-ask-communication = How well did we keep you up to date? 1 is poor, 5 is excellent.
survey-ask-sample = How close are the goods to the sample? 1 is far off, 5 is the same.
survey-ask-packing = How well was it packed? 1 is poor, 5 is excellent.
survey-ask-resolved = Is your matter settled?
survey-ask-again = Would you buy from us again? 0 is surely not, 10 is surely.
survey-ask-comment = Anything you'd like to add? Write it here.
survey-item-product = Goods
survey-item-service = Help
survey-item-delivery = Delivery
survey-item-communication = Keeping up to date
survey-item-sample = Like the sample
survey-item-packing = Packing
survey-item-resolved = Settled
survey-item-again = Buy again
survey-item-comment = Comment
survey-scored = { $what }: { $value }
survey-score = { $score } of { $most }
survey-no-score = no answer
survey-comment = You wrote: { $text }
survey-thanks = Thank you. Tap a line to change it, until { $until }.
survey-nothing = No answers yet. Tap a line to give one.
survey-kept = That's kept as your comment. Nobody answers it here; if you need an answer, talk to a person.
survey-kept-along = That's kept, and goes along to whoever looks into it.
survey-remind = You haven't answered this yet. A few taps are enough, and we won't remind you again.
survey-closed = Your answers are final since { $until }. If something is still wrong, tell a person.
survey-late = This survey is over. If you'd like to tell us something, a person is glad to hear it.
survey-stopped = You get no more surveys and reminders. Answers and receipts still come.
survey-poor = Thank you for saying so. Somebody in charge looks into it ({ $ref }) and writes to you by { $due }.
survey-poor-open = Thank you for saying so. Somebody in charge looks into it ({ $ref }) and writes to you.
survey-room = { $form }: { $facts }
survey-room-comment = In their own words: { $text }
key-survey-yes = Yes
key-survey-no = No
key-survey-skip = Skip
key-survey-nothing = Nothing to add
key-survey-stop = No more surveys
key-survey-comment = Add a comment
key-survey-comment-more = Change the comment
alert-survey = ❌ { $ref } · { $customer } gave a poor score · { $facts }
kind-follow-up = follow-up of a survey
target-follow-up = word about the score
clock-follow-up-due = ⏳ word about the score by { $due }
clock-follow-up-again = ❌ word about the score missed, now promised by { $due }
clock-follow-up-over = ❌ word about the score overdue since { $due }
clock-follow-up-paused = ⏳ word about the score paused
clock-follow-up-met = ✅ word about the score { $at }
clock-follow-up-missed = ❌ word about the score late
survey-usage = /survey shows how the customer stands; send, send FORM, skip; due lists who did not answer; done NUMBER and what you heard.
survey-not-yours = Their cases are another group's. Ask there, or a lead.
survey-nobody = The customer of this case is gone; nobody is asked.
survey-no-form = There is no such form. There are: { $known }.
survey-show-quiet = { $customer } wants no surveys. They can turn them on again with /stop.
survey-show-silent = { $customer } is not asked: they can't be reached, aren't heard, or work here.
survey-show-next = { $customer } is looked at next { $at }.
survey-show-none = Nothing is due to ask { $customer } about.
survey-show-line = { $at } · { $form } · { $stage } · { $facts }
survey-stage-open = open
survey-stage-answered = answered
survey-stage-unanswered = not answered
survey-stage-undelivered = did not arrive
survey-stage-dropped = given up
survey-sent = { $form } goes to { $customer } now.
survey-sent-later = { $form } goes to { $customer } { $at }, in their own hours.
survey-refuse-quiet = { $customer } wants no surveys, and gets none. They can turn them on again with /stop.
survey-refuse-silent = { $customer } can't be asked: they can't be reached, aren't heard, or work here.
survey-refuse-open = { $customer } has a case that isn't over. Ask when it is solved and confirmed.
survey-refuse-gap = { $customer } was asked { $at }. The next one can go out { $next }.
survey-skipped = { $customer } isn't asked about { $ref }, nor about what happened before.
survey-due-refuse = Who did not answer is for { $group } and those who lead.
survey-due-none = Everybody answered, or was visited.
survey-due-head = Not answered, to be visited: { $count }
survey-due-line = { $number } · { $customer } · { $facts } · asked { $at }
survey-due-how = When you've seen one: /survey done { $example } and what you heard.
survey-done = Noted. { $customer } is off the list.
survey-done-none = That number isn't on the list; /survey due shows it.
survey-done-note = Say what you heard, too: /survey done { $number } They like the bags, the invoice came late.
event-surveyed = sent a survey
event-survey-skipped = left the survey out
help-survey = surveys: show, send, skip; due and done for visits
takes-survey-what = What to do
takes-survey-which = The form to send, or the number from the list
takes-survey-note = What you heard
survey-do-show = how the customer stands
survey-do-send = send one now
survey-do-skip = don't ask about this case
survey-do-due = who did not answer
survey-do-done = visited, with what you heard

## Lots

help-lot = all cases of a lot; for leads one message or one verdict to all
piece-lot = lot
takes-lot = The lot, however it is written
takes-lot-what = For leads: one message to all, or one verdict offered to all
takes-lot-text = The message (en: … zh: …), or the verdict as /verdict takes it
choice-tell = one message to all
choice-verdict = one verdict for all
alert-lot = 📣 Lot { $lot }: { $count } claims of one kind ({ $what }) within { $days } days. Their cases are linked.
alert-lot-grown = 📣 Lot { $lot }: by now { $count } claims of one kind ({ $what }) within { $days } days.
key-lot = All of lot { $lot }
lot-head = Lot { $lot }: { $count ->
        [one] one case
       *[other] { $count } cases
    }, { $pieces } pieces at fault of { $received } received, as far as told.
lot-line = { $ref } · { $customer } · { $what } · { $pieces } of { $received } · { $state }
lot-more = and { $count } more
lot-for-all = To all of them: /lot { $lot } tell and your words, or /lot { $lot } verdict and what is decided. Both are shown before anything happens.
lot-usage =
    Which lot? For leads there is more behind it:
    /lot L2026-02
    /lot L2026-02 tell en: New pullers come next week. zh: …
    /lot L2026-02 verdict material replaced
lot-none = No case you see names lot { $lot }.
lot-letter-usage = What shall everybody with goods of lot { $lot } read? Write it behind “tell”; a line that begins with en: or zh: is in that language.
lot-letter = To { $count ->
        [one] one customer
       *[other] { $count } customers
    } with goods of lot { $lot }, each in their own case:
lot-letter-lang = { $language } ({ $count }):
lot-left = Not { $ref }: { $why }
lot-why-over = it ended.
lot-why-phone = its customer is known by phone alone.
lot-why-words = there are no words in the language its customer reads.
lot-why-twice = its customer gets it in a newer case.
key-lot-send = Send to { $count }
lot-not-yours = { $name } wrote this; only they can send it.
lot-dropped = Nothing was sent or decided.
lot-letter-begun = The message about lot { $lot } goes out to { $count }.
lot-progress = Lot { $lot }: delivered to { $count } of { $of }.
lot-progress-failed = Not delivered: { $count }. /undelivered shows them.
lot-progress-left = Passed over, because the case ended meanwhile: { $count }.
room-lot-letter = To everybody with goods of this lot: { $text }
lot-verdict = One verdict for { $count ->
        [one] one case
       *[other] { $count } cases
    } of lot { $lot }, each not worth more than { $price } unless said otherwise:
lot-verdict-line = { $ref }: { $what }
lot-verdict-usage = Say whose fault it is and what is done, as /verdict takes it: /lot { $lot } verdict material replaced
lot-beyond = Only the newest { $count } cases are looked at; there are older ones.
lot-verdict-before = Left alone, because they have a verdict: { $count }.
lot-verdict-later = { $count } more wait: offer it again when these are decided.
lot-verdict-decided = it has a verdict.
lot-verdict-evidence = part of it goes against the customer, and it rests on no file there.
lot-verdict-words = part of it goes against the customer, and words for them are missing.
lot-verdict-reason = the reason is missing; name it by its short name.
lot-verdict-pieces = the pieces don't fit.
lot-verdict-changed = the case changed meanwhile. Offer it anew.
lot-verdict-done = Decided in { $count ->
        [one] one case
       *[other] { $count } cases
    }.
key-lot-verdict = Decide so in { $count }
