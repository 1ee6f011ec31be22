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

## Start menu

welcome = Hello. This is the after-sales desk of { $brand }. What can we do for you?
welcome-name = Hello { $name }. This is the after-sales desk of { $brand }. What can we do for you?
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
ask-model = Which model? The name is on the label inside.
ask-model-other = Which product is it, in a few words?
ask-order = What's your order number? It's on the receipt or in the order mail, for example { $example }.
ask-order-where = Which order is it? The number is in the order mail, for example { $example }.
ask-received = When did you get it? Choose, or write the date.
ask-part = Which part is it?
ask-story = What happened, and when did you notice it? A sentence or two is enough.
ask-story-care = What would you like us to do? A sentence or two is enough.
ask-circumstances = What had it been through before you noticed?
ask-quantity = How many pieces?
ask-details = Tell us about it: material, colour, size, logo.
ask-suggestion = What would you change? Write it as you would say it.
ask-target = When would you like to have it? Choose, or write the date.
ask-evidence = Please send photos or a video. They save the most time.
ask-evidence-optional = A photo or a sketch helps, if you have one.
ask-why = What keeps you from sending one? Choose, or write it.
ask-urgency = Can you still use it?
ask-needed = Do you need it by a certain day? Choose, or write the date.
ask-wish = What would help you most? It's your wish; our agent answers what is possible.
ask-way = How shall we help you?
ask-phone = Which number may we call? Our help by phone and video is free.
ask-window = When suits you? Choose, or write a day and time with your city.
ask-email = Which e-mail address shall we write to?
ask-address = Where is the product? Street, house number, city, country.

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
circumstances-normal = Normal use
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
fits-received-past = That day is still to come. On which day did you get it?
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
offer-person = You can also press “I don't know”, or ask a person.
took = I read that as: { $value }. Your own words go along.
noted = Kept as a note for our agent.
added = Added to { $field }.
corrected = Changed { $field } to: { $value }.
edit-taken = Your edit is in.
edit-answer = Your edit changed { $field }.
edit-kept = Your edit doesn't fit { $field }, so the earlier answer stays. The new text is kept as a note.
cut = I kept the first { $limit } characters. You can send the rest as a file.
unreadable = I can't take { $kind } as an answer. Please write it, or press a button.
old-button = That button belonged to an earlier question. This is the current one.
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
kind-dice = a dice
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
        [one] Got it, that's one photo or file.
       *[other] Got it, that makes { $count } photos and files.
    }
evidence-full = I take { $cap } pieces for one claim. This one goes to our agent as a note.

## Warranty

warranty-in = It's under warranty until { $until }. If the fault is in design, material or workmanship, the repair costs you nothing.
warranty-life = It's under warranty for life. If the fault is in design, material or workmanship, the repair costs you nothing.
warranty-out = The warranty ended on { $until }. We still repair it: you pay the necessary costs, our labour stays free.
warranty-unknown = We'll check the warranty with you. Help starts now; any cost is agreed with you first.

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
fact-urgency = can use it: { $value }
fact-needed = needed by { $value }
fact-wish = wish: { $value }
fact-way = { $value }
fact-phone = phone { $value }
fact-window = { $value }
fact-email = e-mail { $value }
fact-address = at { $value }
fact-attached =
    { $count ->
        [one] 1 photo or file
       *[other] { $count } photos and files
    }

## Leaving and coming back

cancel-sure = Cancel this? Your answers will be deleted.
cancelled = Cancelled. Nothing was sent.
saved = Saved. You can continue whenever you like.
resumed = Good to see you again. We were here:
reminder = Still there? Your answers for { $flow } are safe. We were here:
reminder-last = Shall we finish { $flow }? It's kept for a few more days, then put away.
expired = We've put { $flow } away after a week of silence. You can start again at any time.

## Receipts

receipt = Your case is { $ref }. A person answers by { $answer } and proposes a solution by { $solution }.
receipt-closed = We're closed now and open again { $opens }. Your case is safe with us.
receipt-enquiry = Your enquiry is { $ref }. A person answers by { $answer }.
receipt-add = Anything you write or send here goes to them.
person-when = A person answers by { $answer }. Your case is { $ref }, with everything you told us so far.
key-add = Add something
key-cases = My cases

## Cases and staff
