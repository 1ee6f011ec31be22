// What the page knows: the last view, where in it everybody is, what became of every message.
import { act } from "./net.js";

export const model = { world: null, ahead: 0, rows: new Map(), open: new Map(), read: {}, listeners: [] };

export const now = () => Date.now() + model.ahead;
export const person = (handle) => model.world.people.find((one) => one.handle === handle);
export const nameOf = (handle) => (handle === model.world.bot.handle ? model.world.bot.name : person(handle)?.name || handle);
export const customers = () => model.world.people.filter((one) => !one.staff);
export const agents = () => model.world.people.filter((one) => one.staff);
export const redraw = () => model.listeners.forEach((listener) => listener());
export const lastSeq = (chat) => chat.lines.reduce((seq, line) => Math.max(seq, line.seq), 0);

export const isDiscord = (one) => one.site === "discord";

export const privateChat = (one) => isDiscord(one) ? chatsOf(one)[0] : ({ place: `chat:${one.handle}`, person: one, lines: one.lines, chat: one.id, thread: null, title: one.name });

// What somebody is offered: what is for the staff only to them.
const offeredTo = (reader, all) => all.filter((one) => !one.staff || person(reader)?.staff);

// A channel of Discord as one person sees it: what only somebody else sees is not there.
function discordChat(channel, reader) {
  const room = channel.kind === "room";
  const title = channel.kind === "direct" ? model.world.discord.bot : channel.name;
  return { ...channel, site: "discord", title, topic: room, chat: room ? channel.parent : channel.id, thread: room ? channel.id : null,
    lines: channel.lines.filter((line) => !line.only || line.only === reader), form: channel.forms.find((form) => form.who === reader),
    typed: offeredTo(reader, channel.commands.typed), entries: offeredTo(reader, channel.commands.entries).map((one) => one.name) };
}

const direct = (one, chats) => chats.find((chat) => chat.kind === "direct") || { place: "discord:direct", site: "discord", kind: "direct", title: model.world.discord.bot,
  lines: [], chat: null, thread: null, typed: [], entries: [] };

// Where somebody talks to the desk: on Discord their threads, the newest first, the support channel, and in private.
export function chatsOf(one) {
  if (!isDiscord(one)) return [privateChat(one)];
  const chats = model.world.discord.channels.filter((channel) => channel.seen_by.includes(one.handle)).map((channel) => discordChat(channel, one.handle));
  const threads = chats.filter((chat) => chat.kind === "thread" && chat.inside.includes(one.handle)).reverse();
  return [...threads, ...chats.filter((chat) => chat.kind === "support"), direct(one, chats)];
}

export const unreadOf = (one) => chatsOf(one).reduce((sum, chat) => sum + unread(one.handle, chat), 0);

function discordStaff(one) {
  const chats = model.world.discord.channels.filter((channel) => channel.seen_by.includes(one.handle)).map((channel) => discordChat(channel, one.handle));
  const rooms = chats.filter((chat) => chat.kind === "room").sort((a, b) => lastSeq(b) - lastSeq(a));
  return [...chats.filter((chat) => chat.kind === "staff"), ...rooms, { ...direct(one, chats), title: "With the desk alone", own: true }];
}

// The chats of the staff as an agent has them; without one, those where the staff works.
export function staffChats(agent) {
  const { staff } = model.world;
  const one = agent || agents().find((each) => each.site === model.world.staff_on);
  if (one && isDiscord(one)) return discordStaff(one);
  const general = { place: "staff", title: staff.forum ? "General" : staff.title, lines: staff.lines, chat: staff.id, thread: null };
  const topics = staff.topics.map((topic) => ({ ...topic, title: topic.name, chat: staff.id, thread: topic.id, topic: true }));
  return [general, ...topics.sort((a, b) => lastSeq(b) - lastSeq(a))];
}

// A case's number leads to its topic, which bears it in its name.
export const roomOf = (reference) => staffChats().find((chat) => chat.topic && reference && chat.title.includes(reference));

export function unread(reader, chat) {
  const upTo = model.read[`${reader} ${chat.place}`] || 0;
  return chat.lines.filter((line) => line.seq > upTo && line.author !== reader && !line.press).length;
}

export function markRead(reader, chat) {
  model.read[`${reader} ${chat.place}`] = lastSeq(chat);
}

const spot = (chat, thread) => `${chat}/${thread ?? ""}`;

// Deliveries by the message they became, and by the chat they have not come to yet.
function index(world) {
  model.rows.clear();
  model.open.clear();
  const resent = new Set((world.desk.rows || []).map((row) => row.replaces));
  for (const row of world.desk.rows || []) {
    if (row.lane === "staff" && row.chat === null) row.chat = world.staff.id;
    for (const message of row.messages) {
      // Why without the chat: an id of Discord, which comes as text, names its message everywhere.
      const key = typeof message === "string" ? `:${message}` : `${row.chat}:${message}`;
      if (!model.rows.has(key)) model.rows.set(key, row);
    }
    const quiet = !["say", "relay"].includes(row.what) || row.state === "sent" || row.messages.length || resent.has(row.id);
    if (quiet) continue;
    const key = spot(row.chat, row.thread);
    model.open.set(key, [row, ...(model.open.get(key) || [])]);
  }
}

export const deliveryOf = (chat, line) => model.rows.get(isDiscord(chat) ? `:${line.id}` : `${chat.chat}:${line.id}`);
export const openIn = (chat) => model.open.get(spot(chat.chat, chat.thread)) || [];

export function take(view) {
  view.people.forEach((one) => (one.site = "telegram"));
  if (view.discord) view.people.push(...view.discord.people);
  model.world = view;
  model.ahead = Date.parse(view.now) - Date.now();
  index(view);
  redraw();
}

export const say = (who, place, text, reply = null) => act({ deed: "say", who, place, text, reply_to: reply });
export const choose = (who, place, message, labels) => act({ deed: "choose", who, place, message, labels });
export const press = (who, place, message, label) => act({ deed: "press", who, place, message, label });
