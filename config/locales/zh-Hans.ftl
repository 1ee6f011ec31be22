# 服务台的中文文案。一行说一件事，语气平和、具体，不推责。
# 品牌可在自己的配置目录里改写任何一条；键名和变量保持不变。

## 拼句用的小件

said = { $text }
facts = { $facts }
other = 其他
unknown = 不清楚
without = 暂时无法提供
before = { $day }之前
between = { $first }至{ $last }
time-yours = { $time }（您当地时间）
time-there = { $time }（{ $place }时间）
# 国内通称北京时间。
place-shanghai = 北京
place-los-angeles = 洛杉矶
place-new-york = 纽约
place-sao-paulo = 圣保罗
place-london = 伦敦
place-berlin = 柏林
place-dubai = 迪拜
place-kolkata = 印度
place-bangkok = 曼谷
place-tokyo = 东京
place-sydney = 悉尼
place-auckland = 奥克兰
who = { $name }（{ $account }）

## 开始菜单

welcome = 您好，这里是 { $brand } 售后服务。请问有什么可以帮您？
welcome-name = { $name }，您好，这里是 { $brand } 售后服务。请问有什么可以帮您？
privacy-line = 隐私说明：{ $url }（{ $version } 版）。
menu-claim = 产品有问题
menu-care = 保养或维修
menu-enquiry = 定制或批发
menu-order = 查订单
menu-person = 人工客服
menu-continue = 继续{ $flow }
flow-claim = 售后申请
flow-care = 保养维修申请
flow-enquiry = 定制批发咨询
flow-order = 订单查询

## 对话按钮

key-back = 返回
key-person = 人工客服
key-more = 更多
key-save = 稍后继续
key-cancel = 取消
key-cancel-yes = 确定取消
key-carry-on = 继续填写
key-send = 提交
key-edit = 修改
key-keep = 保留原答案
key-done = 发完了
key-cannot = 发不了
key-skip = 跳过
key-no-date = 时间不限
key-unknown = 不清楚
key-no-order = 没有订单号
key-continue = 继续
key-again = 重新开始

## 问题

asked = { $question }（{ $n }/{ $of }）
so-far = 目前的回答：{ $value }
ask-topic = 您想咨询哪方面？
ask-need = 需要我们做什么？
ask-about = 遇到了什么问题？
ask-family = 是哪一款产品？
ask-model = 是哪个型号？
ask-model-other = 是什么产品？简单写几个字就行。
ask-order = 您的订单号是多少？
ask-order-where = 要查哪个订单？
ask-received = 哪天收到的？
ask-part = 问题出在哪个部位？
ask-story = 具体是什么情况，什么时候发现的？
ask-story-care = 希望我们怎么处理？
ask-circumstances = 出现问题之前，产品经历过什么？
ask-quantity = 一共多少件？
ask-details = 您有什么要求？
ask-suggestion = 您希望我们改进什么？
ask-target = 希望什么时候拿到？
ask-evidence = 请发照片或视频，这样处理最快。
ask-evidence-optional = 如果有照片或草图，发来会更清楚。
ask-why = 是什么原因发不了？
ask-urgency = 现在还能用吗？
ask-needed = 有没有必须用上的日子？
ask-wish = 您希望怎么解决？
ask-way = 您希望我们用什么方式帮您？
ask-phone = 请留一个电话号码。
ask-window = 什么时间方便？
ask-email = 请留一个邮箱地址。
ask-address = 产品现在在哪里？

## 问题下面的一行提示

help-model = 型号印在内侧标签上。
help-order = 收据或订单邮件上有，例如 { $example }。
help-date = 可以点选，也可以直接写日期。
help-words = 一两句话就够。
help-details = 材质、颜色、尺寸、标识，知道多少写多少。
help-choose = 可以点选，也可以直接写。
help-wish = 先记下您的想法，能否做到由客服答复。
help-phone = 电话和视频支持都免费。
help-window = 可以点选，也可以写明日期、时间和所在城市。
help-address = 请写省、市、街道和门牌号。

## 选项

topic-custom = 产品定制
topic-wholesale = 批发采购
topic-suggestion = 意见建议
need-advice = 保养建议
need-repair = 维修
need-part = 配件
about-defect = 坏了或不好用
about-damage = 收到时已破损
about-missing = 少了东西
about-wrong = 发错货了
received-today = 今天
received-yesterday = 昨天
received-week = 最近一周
received-month = 最近一个月
received-half = 1至6个月前
received-year = 6至12个月前
received-older = 一年以前
wanted-week = 一周内
wanted-fortnight = 两周内
wanted-weeks = 四周内
part-zipper = 拉链
part-handle = 提手或肩带
part-seam = 缝线
part-lining = 内衬或内袋
part-hardware = 锁扣五金
part-surface = 皮面
part-edge-paint = 油边
part-frame = 框架或箱体
part-mirror = 镜子或灯
part-logo = 标识或印花
part-colour = 颜色
part-smell = 异味或发霉
part-size = 尺寸或形状
part-packaging = 包装或标签
part-quantity = 数量
circumstances-normal-use = 正常使用
circumstances-box = 外箱破损
circumstances-dropped = 摔过或装得很满
circumstances-wet = 受潮、受热或沾过化学品
circumstances-opened = 自己或别人修过、改过
why-away = 产品不在身边
why-camera = 没有拍照设备
why-private = 不方便提供
urgency-high = 完全不能用
urgency-normal = 能用，但受影响
urgency-low = 能用，不着急
wish-repair = 维修
wish-replacement = 换货
wish-spare-part = 寄配件
wish-refund = 退款
wish-credit-note = 抵扣货款
wish-advice = 使用建议
way-chat = 在这里聊
way-phone = 电话
way-video = 视频或远程
way-email = 邮件
way-on-site = 上门
window-any = 工作时间都可以
window-morning = 上午
window-afternoon = 下午
window-evening = 傍晚

## 怎样写才合适

fits-choice = 请点选下面的一项。
fits-model = 写型号或几个字就行，例如“Nova 24”。
fits-order = 订单号里会有数字，例如 { $example }。
fits-received = 这里需要一个日期，例如{ $example }，或“3月3日”。
fits-received-past = 这一天还没到。这里填的是收到产品的日期。
fits-needed = 这里需要今天或以后的日期，例如{ $example }。
which-day = 这个日期有两种读法，是哪一天？
fits-story = 请再写具体一点：哪里坏了、怎么坏的。例如“用了两周，拉头掉了”。
fits-details = 请再写具体一点。例如“黑色牛皮，24厘米，内侧烫金标识”。
fits-address = 请写完整地址，写到省、市、街道和门牌号。
fits-quantity = 写数字就行，例如 200。
fits-evidence = 这里请发照片、视频或文件。
fits-why = 写几个字就行，例如“出差到周五”。
fits-phone = 请写带国家区号的电话号码，例如 +86 20 8888 0000。
fits-window = 写几个字就行，例如“周二15:00以后，北京时间”。
fits-email = 请写邮箱地址，例如 name@example.com。
offer-person = 这一题可以先空着，也可以转人工客服，您说过的内容都会一并转交。
took = 我理解为：{ $value }。您的原话也会一并转给客服。
noted = 这段话已记下，会转给客服。
added = 已补充到“{ $field }”。
corrected = 已把“{ $field }”改为：{ $value }。
edit-taken = 您的修改已保存。
edit-answer = 已按您的修改更新“{ $field }”。
edit-kept = 修改后的内容不适合“{ $field }”，原答案保留，新内容已记为备注。
cut = 已保留前 { $limit } 个字。其余内容可以用文件发来。
unreadable = { $kind }暂时不能作为回答，请写成文字，或点选按钮。
old-button = 这个按钮属于之前的问题，现在请看这里：
old-button-menu = 这个按钮已过期，可以从这里开始：
first-question = 这是第一个问题，前面没有了。

## 消息种类

kind-voice = 语音
kind-sticker = 表情贴纸
kind-location = 位置
kind-contact = 名片
kind-poll = 投票
kind-animation = 动图
kind-audio = 音频
kind-video-note = 视频留言
kind-venue = 地点
kind-dice = 骰子
kind-checklist = 清单
kind-story = 动态
kind-game = 游戏
kind-paid-media = 付费内容
kind-invoice = 账单
kind-giveaway = 抽奖
kind-other = 这类消息

## 字段名，用在“已把……改为”里

field-topic = 咨询内容
field-need = 需要的服务
field-about = 问题类型
field-family = 产品
field-model = 型号
field-order = 订单号
field-received = 收货日期
field-part = 部位
field-story = 具体情况
field-circumstances = 使用经过
field-quantity = 数量
field-details = 要求
field-target = 期望日期
field-evidence = 照片
field-why = 无照片的原因
field-urgency = 紧急程度
field-needed = 需用日期
field-wish = 期望方案
field-way = 服务方式
field-phone = 电话
field-window = 方便的时间
field-email = 邮箱
field-address = 地址

## 照片与文件

check-here = ✓ { $item }
check-open = ○ { $item }
check-whole = 产品全貌
check-close = 问题部位特写
check-receipt = 收据或标签（如有）
check-box = 外箱和面单（如有）
evidence-kept = 已收到，目前共 { $count } 份。
evidence-full = 一次申请最多收 { $cap } 份照片或文件，这一份会作为备注转给客服。

## 保修

warranty-in = 产品在保修期内，保修至{ $until }。如果是设计、材料或工艺问题，维修免费。
warranty-life = 产品终身保修。如果是设计、材料或工艺问题，维修免费。
warranty-out = 保修已于{ $until }到期，我们仍可以维修：只收必要的成本，人工费全免。
warranty-unknown = 保修情况我们会和您一起核对。先帮您处理，如有费用再和您商量。

## 汇总

summary-claim = 这是您的售后申请，点“提交”后发出。
summary-care = 这是您的申请，点“提交”后发出。
summary-enquiry = 这是您的咨询，点“提交”后发出。
summary-notes = 另附 { $count } 条备注。
fact-topic = { $value }
fact-need = { $value }
fact-about = { $value }
fact-family = { $value }
fact-model = { $value }
fact-product = { $family } { $model }
fact-fault = { $part }：“{ $story }”
fact-order = 订单号：{ $value }
fact-received = 收货：{ $value }
fact-part = { $value }
fact-story = “{ $value }”
fact-circumstances = { $value }
fact-quantity = 数量：{ $value }
fact-details = “{ $value }”
fact-target = 期望：{ $value }
fact-evidence = 照片：{ $value }
fact-why = 原因：{ $value }
fact-urgency = { $value }
fact-needed = 需用日期：{ $value }
fact-wish = 希望：{ $value }
fact-way = 方式：{ $value }
fact-phone = { $value }
fact-window = { $value }
fact-email = { $value }
fact-address = 地址：{ $value }
brief-defect = 质量问题
brief-damage = 到货破损
brief-missing = 少件
brief-wrong = 发错货
brief-normal-use = 正常使用
brief-box = 外箱破损
brief-dropped = 摔过或装得很满
brief-wet = 受潮、受热或沾过化学品
brief-opened = 修过或改过
brief-high = 不能用
brief-normal = 能用但受影响
brief-low = 能用，不急
brief-any = 工作时间均可
brief-morning = 上午
brief-afternoon = 下午
brief-evening = 傍晚
fact-attached = { $count } 份照片或文件
fact-unknown = { $field }不清楚

## 离开与回来

cancel-sure = 要取消吗？已填的内容会删除。
cancelled = 已取消，没有发出任何内容。
saved = 已保存，{ $days } 天内可以继续。
resumed = 欢迎回来，接着上次的继续：
reminder = 您的{ $flow }还没填完，内容都已保留。上次到这里：
reminder-saved = 您的{ $flow }还没填完，内容都已保留。要接着填吗？
reminder-last = { $flow }还差几步。内容会再保留几天，之后将收起。
expired = { $days } 天没有动静，{ $flow }先替您收起了。需要时可以重新开始。

## 回执

receipt = 您的受理编号是 { $ref }。客服将在{ $answer }前答复，{ $solution }前给出解决方案。
receipt-closed = 现在是休息时间，{ $opens }恢复服务。您的申请已妥善保存。
receipt-enquiry = 您的咨询编号是 { $ref }。客服将在{ $answer }前答复。
receipt-add = 您在这里写的、发的内容都会转给客服。
key-add = 补充内容
key-cases = 我的申请
key-zone = 我的时区
key-zone-of = { $time } { $place }

## 客服与个案

receipt-bare = 您的受理编号是 { $ref }。客服会在这里答复您。
label = { $label }
groups-all = 全部小组
role-agent = 客服
role-lead = 主管
role-admin = 管理员
kind-claim = 售后
kind-care = 保养维修
kind-enquiry = 咨询
kind-order = 订单查询
kind-person = 人工咨询
state-new = 待受理
state-received = 待受理
state-open = 处理中
state-with = 处理人：{ $name }
state-yours = 等您回复
state-waiting-customer = 待客户回复
state-waiting-approval = 待审批
state-waiting-goods = 待到货
state-solved = 已给出方案
state-closed = 已结案
state-cancelled = 已取消
state-merged = 已并案

## 客户看到的申请

cases = 以下是您的申请，点开可查看进度。
no-cases = 您目前没有申请。
case-label = { $ref } · { $what } · { $state }
status-head = 受理编号 { $ref } · { $state }
status-answer = 客服将在{ $at }前答复您。
status-solution = 我们将在{ $at }前给出解决方案。
missed-answer = 我们本应在{ $at }前答复，没有做到。您的申请已排到最前面。
missed-solution = 我们本应在{ $at }前给出解决方案，没有做到。您的申请已排到最前面。
customer-taken = { $group } { $name } 已接手您的申请 { $ref }，会在这里答复您。
customer-solved = 申请 { $ref } 我们认为已经解决，请您确认。
customer-closed = 申请 { $ref } 已结案。如果还有问题，{ $days } 天内可以重新开启。
customer-reopened = 申请 { $ref } 已重新开启，我们继续处理。
confirm-done = 谢谢确认，申请 { $ref } 已结案。
unsolved-done = 申请 { $ref } 继续处理。还有什么问题，请直接在这里告诉我们。
cancel-case = 要取消申请 { $ref } 吗？取消后我们不再处理。
cancel-done = 申请 { $ref } 已取消，需要时可以重新提交。
reopen-done = { $ref } 已重新开启。
reopen-late = { $ref } 结束已超过 { $days } 天。请新建一份申请并写上这个编号，我们接着处理。
reopen-late-staff = { $ref } 结束已超过 { $days } 天，不能再开启。请客户新建一份并写上这个编号。
add-now = 接下来您写的、发的内容都会归入申请 { $ref }。
kept-words = 您的消息已保留，会随您接下来选的事项一并转交。
which-case = 这条消息是关于哪个申请的？
filed = 已归入申请 { $ref }。
already-filed = 这条消息已有归属。发送 /cases 可查看您的申请。
still-solved = 消息已转给客服。请问申请 { $ref } 的问题解决了吗？
case-ended = 申请 { $ref } 已结案，要继续处理吗？
case-ended-long = 申请 { $ref } 已结束。如有其他问题，请在这里重新提交。
old-case-button = 这个问题已有结果，申请 { $ref } 目前是“{ $state }”。发送 /status { $ref } 可查看能做什么。
refuse-not-yours = 您的申请里没有这一份。发送 /cases 查看申请，发送 /new 新建申请。
no-draft = 目前没有填到一半的内容，可以从这里开始。
language-ask = 请选择语言。
language-done = 好的，之后用中文与您沟通。
language-name-en = English
language-name-zh-Hans = 简体中文
zone-ask = 您那边现在几点？
zone-other = 不在其中的，请发送 /zone 加附近大城市的英文名，例如 /zone Lisbon。
zone-unknown = 没有找到这个地方。您那边现在几点？
zone-done = 您那边现在是 { $time }，之后都按您当地的时间显示。
key-cancel-case = 取消申请
key-cancel-no = 不取消
key-new-matter = 其他事情
key-reopen = 重新开启
key-solved = 已解决
key-unsolved = 还没解决

## 指令

help-head = 您可以给 { $brand } 售后服务发送以下指令：
help-line = /{ $name }：{ $what }
help-staff = 客服指令，在工单话题里使用，或带上编号：
help-start = 打开菜单
help-new = 提交售后申请
help-cases = 查看我的申请
help-status = 查看申请进度
help-add = 给申请补充内容
help-back = 返回上一题
help-save = 保存，稍后继续
help-cancel = 放弃正在填写的内容
help-human = 转人工客服
help-language = 选择语言
help-zone = 设置自己的时区
help-help = 显示本列表
help-whoami = 查看自己的账号数字、角色和小组
help-queue = 列出待认领的工单
help-mine = 列出自己的工单
help-case = 查看工单
help-take = 认领工单
help-release = 退回工单
help-reply = 答复客户
help-note = 写内部备注
help-solve = 给出解决方案，附上说明
help-close = 结案，附上原因
help-reopen = 重新开启已结案的工单
help-agent = 查看、添加或移除客服
contact-both = 也可以通过 { $email } 或 { $phone } 联系我们。
contact-mail = 也可以发邮件到 { $email }。
unknown-command = 没有 /{ $name } 这个指令，发送 /help 可查看全部。
unknown-command-near = 没有 /{ $name } 这个指令，您是想用 /{ $near } 吗？
only-private = 请在您与机器人的私聊里使用 /{ $name }。
which-case-private = 是哪个工单？请在 /{ $name } 后面写上它的编号。
which-case-staff = 是哪个工单？请在它的话题里发 /{ $name }，或在后面写上编号。
no-such-case = 没有编号为 { $ref } 的工单。请核对编号，或在 /queue 和 /mine 里查找。
whoami-customer = 您是 { $who }，本服务台的客户。
whoami-stranger = 您是 { $who }，还不在客服名单里。请管理员发送 /agent add { $account } 添加。
whoami-staff = 您是 { $who }：{ $role }，{ $groups }。

## 工单卡片与列表

card-head = { $ref } · { $kind } · { $group } · { $customer }（{ $platform }，{ $lang }）
card-incomplete = 问题没有全部填完，客户中途转了人工。
card-blocked = 🔒 客户已屏蔽机器人，请改用电话或邮件。
card-clocks = { $facts }
card-assignee = 处理人：{ $name }
card-nobody = 无人认领
clock-first-due = ⏳ 首次答复：{ $due }前
clock-first-over = ❌ 首次答复已超时，应在{ $due }前
clock-first-paused = ⏳ 首次答复暂停计时
clock-first-met = ✅ 首次答复：{ $at }
clock-first-missed = ❌ 首次答复超时
clock-enquiry-due = ⏳ 咨询答复：{ $due }前
clock-enquiry-over = ❌ 咨询答复已超时，应在{ $due }前
clock-enquiry-paused = ⏳ 咨询答复暂停计时
clock-enquiry-met = ✅ 咨询答复：{ $at }
clock-enquiry-missed = ❌ 咨询答复超时
clock-solution-due = ⏳ 解决方案：{ $due }前
clock-solution-over = ❌ 解决方案已超时，应在{ $due }前
clock-solution-paused = ⏳ 解决方案暂停计时
clock-solution-met = ✅ 解决方案：{ $at }
clock-solution-missed = ❌ 解决方案超时
list-line = { $ref } · { $kind } · { $customer } · { $facts }
list-more = 还有更多，以上最先到期。
queue-head = 待认领的工单，共 { $count } 个：
queue-empty = 工单都有人处理。发送 /mine 查看自己的工单。
mine-head = 您手上的工单，共 { $count } 个：
mine-empty = 您手上没有工单。发送 /queue 查看待认领的工单。
key-take = 认领
key-release = 退回
key-solve = 请客户确认
key-resend = 重新发送

## 客服看到的提示

take-done = { $name } 已认领 { $ref }。
take-yours = { $ref } 已在您手上，用 /reply 答复客户。
take-gone = { $ref } 已由 { $name } 认领。发送 /queue 查看待认领的工单。
release-done = { $ref } 已退回，等待认领。
solve-done = { $ref } 已给出方案，等客户确认。
close-why = 方案未经客户确认，为什么要结案？请发送 /close { $ref } 并写上原因。
close-done = { $ref } 已结案，已告知客户，客户可以重新开启。
reply-empty = 要答复什么？请在 /reply 后面写内容，或用文件回复客户的消息。
reply-album = 一组图片不能带指令。请用它直接回复客户的消息，或一张一张发。
reply-kind = { $kind }暂时无法转交，已告知客户。请写成文字，或发照片、视频、文件。
agent-sent-kind = { $name } 发来{ $kind }，这里无法显示，会换一种方式发给您。
note-empty = 要记什么？请在 /note 后面写内容。
note-done = 已记入 { $ref }，仅内部可见。
resend-done = 正在重新发送。
old-staff-button = 这个按钮已过期。发送 /case 加编号，可查看最新情况。
refuse-move = { $ref } 目前是“{ $state }”，不能转为“{ $to }”。可以做什么，请看卡片上的按钮。
refuse-ended = { $ref } 已结案。发送 /reopen { $ref } 可重新开启。
refuse-over = { $ref } 目前是“{ $state }”，不会再变。客户可以另提一份。
refuse-live = { $ref } 目前是“{ $state }”，不用重新开启。
refuse-nobodys = { $ref } 无人认领，不用退回。发送 /take { $ref } 即可认领。
refuse-others = { $ref } 由 { $name } 处理，只有本人或主管可以退回。
refuse-role = 这项操作需要“{ $role }”权限，请找有权限的同事处理。
refuse-stranger = 您还不在客服名单里。请管理员用 /agent add 回复您的这条消息，或加上 /whoami 显示的数字，即可添加。
refuse-disguise = 指令只认本人账号：以群组或频道身份、通过机器人发送或转发的都不算。请用自己的账号直接发送。
room-reopened = 客户重新开启了工单，重新计时。
room-confirmed = 客户确认已解决，工单已结案。
room-not-solved = 客户表示还没解决，解决方案继续计时。
room-cancelled = 客户取消了申请，无需再处理。
room-closed = { $name } 已结案。
room-blocked = { $name } 屏蔽了机器人，解除前收不到答复。请改用电话或邮件。
room-unblocked = { $name } 已解除屏蔽，可以收到答复了。

## 客服名单

agent-list = 客服名单：
agent-line = { $who } · { $role } · { $groups }
agent-set = { $who } 已在客服名单中：{ $role }，{ $groups }。
agent-removed = { $who } 已移出客服名单。
agent-unknown = 此人不在客服名单里。发送 /agent list 可查看名单。
agent-no-group = 没有“{ $group }”这个小组，现有：{ $known }。
agent-floor = 此人的角色由配置文件指定，请在配置里修改。
agent-usage =
    请写对方的账号数字，或直接回复对方的消息：
    /agent add 123456789 lead
    /agent role 123456789 agent
    /agent remove 123456789
    /agent list

## 转达

room-title = { $ref } · { $customer } · { $what }
relay-from-customer = 客户 { $name }：
relay-from-agent = { $name }：
relay-answer = { $name } 答复客户：
relay-note = { $name } 的备注：
relay-kind = （{ $kind }，这里无法显示，已请客户换一种方式发）
relay-kind-customer = { $kind }暂时无法转交。请写成文字，或发照片、视频、文件。
relay-edited = （已修改）
relay-later-part = （接上条）
undelivered = 您发给客户的消息：{ $why }
undelivered-desk = 服务台发给客户的通知：{ $why }
undelivered-room = { $ref } 的工单话题：{ $why }
why-blocked = 未送达，客户已屏蔽机器人。请改用电话或邮件。
why-chat-gone = 未送达，客户的聊天已不存在。请改用电话或邮件。
why-content = 未送达，平台不接受这类内容。请换一种形式再发。
why-forbidden = 未送达，机器人在那里没有发言权限。请先检查权限，再重新发送。
why-uncertain = 平台没有回应，可能已送达，也可能没有。重新发送的话，客户可能收到两次。
why-given-up = 未送达，平台已连续数小时无法连接。请重新发送。
quarantined = 有一条消息无法读取，已另存，编号 { $id }。请告知系统维护人员。

## 工单记录

event-opened = 提交
event-taken = 认领
event-released = 退回
event-answered = 首次答复
event-solved = 给出方案
event-confirmed = 客户确认
event-not-solved = 客户表示未解决
event-resumed = 恢复处理
event-closed = 结案
event-reopened = 重新开启
event-cancelled = 取消
