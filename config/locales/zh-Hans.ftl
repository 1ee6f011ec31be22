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
key-form = 填写表单
key-form-line = 用表单添加一行
form-title-company = 公司与订单
form-title-goods = 一行货物
form-title-wanted = 您的需求
form-title-call = 电话联系
form-title-visit = 上门服务
form-field-company = 公司
form-field-order = 订单号、PO 号或发票号
form-field-sku = 货号（SKU）
form-field-lot = 批号
form-field-ordered = 订购件数
form-field-received = 收货件数
form-field-pieces = 有问题、缺少或发错的件数
form-field-quantity = 数量（件）
form-field-details = 材质、标志、尺寸、包装
form-field-target = 期望日期
form-field-phone = 电话号码
form-field-window = 方便的时间
form-field-address = 地址
form-empty = 表单是空的。请填写您知道的内容，或直接在这里回答。
form-kept = 表单里有一部分问题已经回答过，会作为备注一并保存。
form-gone = 这张表单的问题已经处理完，没有从中采用任何内容。您填写的是：{ $text }
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
help-order-number = 收据或订单邮件上有，例如 { $example }。
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
took-spoken = 已把这条消息作为您的回答，会有人听取。
spoken = 见语音或视频留言
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
kind-photo = 照片
kind-video = 视频
kind-document = 文件
kind-payment = 付款
kind-gift = 礼物
kind-form = 填好的表单
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

## 自己的设置

more = 想查看或修改什么？
key-hours = 服务时间
key-language = 语言
key-privacy = 我的数据
privacy-head = { $brand } 售后服务保存了您的以下信息：
privacy-kept = 姓名、账号数字、语言和时区；您的申请及其中的回答、消息、照片和文件。
privacy-long = 申请结束 { $months } 个月后，其中的文字和文件会删除；最后一份申请的内容删除时，姓名和账号也一并删除。没有提交的草稿 { $days } 天后删除。
privacy-who = 只有我们的客服能看到。消息也会经过 Telegram，并留在这个聊天里，直到您自己删除。
n-cases = { $count } 份申请
n-messages = { $count } 条消息
n-files = { $count } 个文件
key-export = 导出我的数据
key-erase = 删除我的数据
export-caption = 我们保存的全部数据，截至{ $at }。第 { $part } 部分。
export-caption-other = 该客户的全部数据，截至{ $at }。第 { $part } 部分。请只交给客户本人。
export-more = 第 { $part } 部分，截至{ $at }。
erase-works-here = 您是这里的客服，答复中署有您的名字。请管理员先将您移出名单，再用 /privacy 删除数据。
erase-open = 您还有 { $count } 份申请在处理，我们需要其中的内容才能帮您。可以保留到结案，到时再来 /privacy 删除；也可以现在取消申请，一并删除。
key-erase-keep-open = 保留到结案
key-erase-cancel = 取消申请并删除
erase-cancels = { $count } 份处理中的申请会一并取消，其中的保修申请也不再处理。
erase-goes = 立即删除：您的姓名和账号、{ $cases }、{ $messages }、{ $files }、未提交的草稿以及您的设置。
erase-stays = 继续保留、但无法对应到您：曾有一份申请、相关日期、产品类别和故障类别。这些用于账目，也用于从源头改进质量。
erase-beyond = 我无法删除：本聊天中超过 48 小时的消息（您可以在 Telegram 里删除整个聊天）、客服群里 Telegram 不允许删除的副本（由客服手动删除），以及尚未到期的备份。
erase-sure = 删除后无法恢复。请在 { $minutes } 分钟内确认。
key-erase-yes = 确认全部删除
key-erase-no = 不删除
erase-kept = 好的，一切照旧。
erase-late = 刚才的确认已过期，请重新确认：
erase-changed = 刚才又有新内容，请重新确认：
farewell = 已删除：您的姓名和账号、{ $cases }、{ $messages }和 { $files }。
farewell-recalled =
    { $count ->
        [0] Telegram 上没有需要撤回的内容。
       *[other] 本聊天和客服群里共撤回 { $count } 条内容。
    }
farewell-left = 还有 { $count } 条内容 Telegram 不允许我删除。在本聊天中，您可以删除整个聊天；客服群里的由客服手动删除。
farewell-end = 您再来时，我们就像第一次见面，发送 /start 即可开始。
key-quiet = 不再提醒
key-loud = 恢复提醒
key-help = 全部指令
hours-open = 客服在线，服务到{ $closes }。
hours-next = 之后{ $opens }恢复服务。
hours-always = 客服全天在线。
hours-shut = 现在是休息时间，{ $opens }恢复服务。您随时可以留言，消息都会保存。
hours-never = 现在是休息时间，恢复服务的时间还未确定。您随时可以留言，消息都会保存。
hours-closed = 近期休息日（以客服日历为准）：{ $facts }。
closed-day = { $day }
closed-days = { $first }至{ $last }
quiet-done = 之后不再向您发送提醒和问卷，答复和回执照常送达。
loud-done = 已恢复提醒和问卷。

## 客户数据（客服用）

privacy-usage = 请发送 /privacy export 或 /privacy erase，后面加账号数字或工单编号。
privacy-nobody = 没有找到这个人，请发送账号数字，或其名下的工单编号。
export-staff = { $who } 的数据文件会发到您与我的私聊，请只交给本人。
erase-works-staff = { $who } 是这里的客服，请先用 /agent remove 移除。
erase-open-staff = { $who } 还有 { $count } 份未结工单。请先结案，或请客户自行取消。
erase-ask = { $by } 申请删除 { $who } 的数据：{ $cases }、{ $messages }、{ $files }。
erase-second = 需另一位主管或管理员在一天内确认，删除后无法恢复。
key-erase-grant = 永久删除
erase-asked = 申请已发到客服群，由另一位主管或管理员确认。
erase-not-alone = 需由另一位主管或管理员确认。
erase-again = 已过期，或期间有新内容，请重新发送 /privacy erase。
erased-staff = 已删除一位客户的数据。已清空内容的工单：{ $cases }；一并取消的未结工单：{ $open }。
erase-by-hand = 以下内容 Telegram 不允许我删除，其中有已删除客户的数据，请手动删除。
    { $links }

## 公司的售后申请

key-company = 我代表公司采购
company-menu = 公司采购：请问是哪方面的事？
company-menu-of = { $company }：请问是哪方面的事？
menu-company-claim = 到货问题
ask-company = 您代表哪家公司采购？
ask-lines = 涉及哪些货品，各多少件？
ask-lines-right = 这样对吗？也可以接着发其他行。
ask-severity = 问题有多严重？
ask-quarantine = 这些货品隔离存放了吗？
ask-order-company = 是哪份采购单、发票或发货单？
ask-urgency-company = 这批货现在还能用、能卖吗？
help-order-company = 发票或装箱单上有，例如 { $example }。
help-lines-defective = 一行一种，例如“VC-210 500 12”表示收货 500 件、不良 12 件。也可以粘贴带批号、箱号、检验数的表格。
help-lines-missing = 一行一种，例如“VC-210 12”表示少 12 件。也可以粘贴表格。
help-lines-wrong = 一行一种，例如“VC-210 12”表示错发 12 件。也可以粘贴表格。
fits-company = 写公司名称，一行即可，例如“华泰贸易”。
fits-lines = 一行写货号和件数，例如“VC-210 12”。也可以写全：“VC-210 批号 L2026-02 收货 500 检验 50 不良 12”。
fits-lines-pieces = 一行写货号和件数，例如“VC-210 12”。
severity-critical = 致命：不安全或不得销售
severity-major = 严重：无法按原样销售
severity-minor = 轻微：能销售，外观有问题
quarantine-aside = 已全部隔离
quarantine-partly = 隔离了一部分
quarantine-open = 还没有
brief-critical = 致命
brief-major = 严重
brief-minor = 轻微
brief-aside = 货品已隔离
brief-partly = 货品部分隔离
brief-open = 货品未隔离
field-company = 公司
field-lines = 货品与件数
field-severity = 严重程度
field-quarantine = 隔离情况
fact-company = 采购公司：{ $value }
fact-lines = { $value }
fact-severity = { $value }
fact-quarantine = { $value }
check-carton = 外箱或批次标签
check-report = 检验报告或清点表（如有）
key-no-lines = 数量还没清点
key-lines-right = 没错，就这些
key-lines-clear = 重新填写
key-line = 第 { $n } 行
key-line-drop = 删掉这行
key-line-leave = 保持原样
line-change = 请发送改好的这一行：
line-by-number = 没有按钮的行，请带上行号发送，例如“12. VC-210 500 14”。
line-more = 另有 { $count } 行
line-unread = 第 { $n } 行没有列入：“{ $text }”。一行写货号和件数，例如“VC-210 12”。
line-misfit = 第 { $n } 行的数量对不上：“{ $text }”。{ $more }，多于{ $than }。
line-full = 第 { $n } 行没有列入：“{ $text }”。一份申请最多 { $most } 行，其余请用文件发来。
line-more-unread = 另有 { $count } 行没有列入。
line-columns = 没有列入的栏目：{ $facts }
line-kept = 没有列入的内容会按原文转给客服。
item-line = { $n }. { $facts }
item-lot = 批号 { $lot }
item-carton = 箱号 { $carton }
item-ordered = 订购 { $pieces }
item-received = 收货 { $pieces }
item-inspected = 检验 { $pieces }
item-defective = 不良 { $pieces }
item-missing = 缺少 { $pieces }
item-wrong = 错发 { $pieces }
item-rate = { $what }（{ $rate }%）
rate-of-inspected = 检验数
rate-of-received = 收货数
lines-sum = 共 { $count } 行，{ $pieces } 件
lines-sum-defective = 共 { $count } 行，不良 { $pieces } 件
lines-sum-missing = 共 { $count } 行，缺少 { $pieces } 件
lines-sum-wrong = 共 { $count } 行，错发 { $pieces } 件
lines-sum-rate = 共 { $count } 行，不良 { $pieces } 件，占{ $of } { $rate }%

## 记录来电

flow-call = 来电记录
key-record = 记录
cancelled-call = 已取消，来电没有记录。
form-title-phoned = 来电
form-field-caller = 来电人
form-field-story = 通话内容
ask-caller = 谁来的电话？
help-caller = 写电话号码、订单号或姓名。
fits-caller = 请写电话号码、订单号或姓名，例如“13800138000”“A-4471”或“王芳”。
ask-customer = 是其中哪一位？
caller-known = { $name } · { $facts }
caller-name = { $name }
caller-new = 都不是
caller-unknown = 系统里没有与“{ $value }”相符的客户。
caller-stranger = { $name } · { $phone } · 新客户
caller-stranger-bare = { $name } · 新客户
ask-name = 怎么称呼对方？
fits-name = 写姓名，一行即可，例如“王芳”。
ask-phone-call = 回拨哪个号码？
ask-matter = 说的是哪一份工单？
caller-case = { $ref } · { $kind }
caller-case-new = 新建工单
ask-type = 是什么事？
type-claim = 损坏、缺件或发错
type-care = 保养或维修
type-enquiry = 定制或批发
type-order = 查询订单
type-person = 其他
ask-topic-call = 对方想谈什么？
ask-urgency-call = 对方现在还能用吗？
ask-story-call = 对方说了什么？
ask-outcome = 最后怎么约定的？
outcome-solved = 电话里已解决
outcome-back = 稍后回电
outcome-handed = 转交处理
brief-solved = 电话里已解决
brief-back = 稍后回电
brief-handed = 转交处理
call-left-when = { $what }，{ $value }
ask-unit = 转给哪个组？
ask-window-call = 什么时候回电？
field-caller = 来电人
field-customer = 客户
field-name = 姓名
field-matter = 工单
field-type = 类型
field-outcome = 通话结果
field-unit = 小组
fact-caller = { $value }
fact-customer = { $value }
fact-name = { $value }
fact-matter = { $value }
fact-type = { $value }
fact-outcome = { $value }
fact-unit = 转{ $value }
summary-call = 这是本次来电，点“记录”后生效。

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
standing-yours = 等您处理
standing-theirs = 等待答复
standing-going = 处理中
standing-done = 已结束
case-label = { $ref } · { $what } · { $state }
case-thread = { $ref } → { $thread }
thread-title = { $ref } · { $what }
thread-goes-on = 申请 { $ref } 在这里继续处理 · { $state }
aside-late = { $name }：结果没能及时单独显示给您，请再查询一次。
thread-elsewhere = 请到这里继续：{ $thread }
status-head = 受理编号 { $ref } · { $state }
status-answer = 客服将在{ $at }前答复您。
status-solution = 我们将在{ $at }前给出解决方案。
missed-answer = 我们本应在{ $at }前答复，没有做到。您的申请已排到最前面。
missed-solution = 我们本应在{ $at }前给出解决方案，没有做到。您的申请已排到最前面。
customer-passed = 您的申请 { $ref } 现由{ $group } { $name } 接替 { $owner } 负责，之前的沟通记录都在，会在这里答复您。
customer-left = { $name } 不再负责您的申请 { $ref }，目前由{ $group }跟进，之前答应的时间不变。有人接手后，我们会告诉您姓名。
customer-next = 已收到，客服将在{ $due }前答复您（申请 { $ref }）。
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
help-hours = 查看服务时间
help-stop = 关闭或恢复提醒
help-privacy = 查看、导出或删除我的数据
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
key-command = /{ $name }
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
card-blocked = 🔒 客户已屏蔽机器人。{ $contact }
card-clocks = { $facts }
card-assignee = 处理人：{ $name }
card-nobody = 无人认领
clock-first-due = ⏳ 首次答复：{ $due }前
clock-first-again = ❌ 首次答复已超时，新承诺：{ $due }前
clock-first-over = ❌ 首次答复已超时，应在{ $due }前
clock-first-paused = ⏳ 首次答复暂停计时
clock-first-met = ✅ 首次答复：{ $at }
clock-first-missed = ❌ 首次答复超时
clock-enquiry-due = ⏳ 咨询答复：{ $due }前
clock-enquiry-again = ❌ 咨询答复已超时，新承诺：{ $due }前
clock-enquiry-over = ❌ 咨询答复已超时，应在{ $due }前
clock-enquiry-paused = ⏳ 咨询答复暂停计时
clock-enquiry-met = ✅ 咨询答复：{ $at }
clock-enquiry-missed = ❌ 咨询答复超时
clock-next-due = ⏳ 后续答复：{ $due }前
clock-next-again = ❌ 后续答复已超时，新承诺：{ $due }前
clock-next-over = ❌ 后续答复已超时，应在{ $due }前
clock-next-paused = ⏳ 后续答复暂停计时
clock-solution-due = ⏳ 解决方案：{ $due }前
clock-solution-again = ❌ 解决方案已超时，新承诺：{ $due }前
clock-solution-over = ❌ 解决方案已超时，应在{ $due }前
clock-solution-paused = ⏳ 解决方案暂停计时
clock-solution-met = ✅ 解决方案：{ $at }
clock-solution-missed = ❌ 解决方案超时
list-line = { $ref } · { $kind } · { $customer } · { $facts }
queue-head = 待认领的工单，共 { $count } 个：
queue-empty = 工单都有人处理。发送 /mine 查看自己的工单。
queue-empty-groups = 您所在小组的工单都有人处理。发送 /queue 加小组名，可查看其他小组。
queue-empty-group = { $group }的工单都有人处理。
mine-head = 您手上的工单，共 { $count } 个：
mine-room = 处理中 { $count } / { $most }，等待中的不计。
mine-empty = 您手上没有工单。发送 /queue 查看待认领的工单。
key-take = 认领
key-ack = 我来跟进
key-card = 查看工单
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
reply-kind = { $kind }无法转交，已告知客户。请写成文字，或发照片、语音、文件。
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
room-blocked = { $name } 屏蔽了机器人，回复无法送达。{ $contact }
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
    也可以让对方自己加入：/agent add lead 会生成一次性链接。
invite-made = 这是给一个人用的链接：{ $what }。只能用一次，{ $until }前有效。
invite-link = { $link }
invite-care = 谁先打开，角色就归谁，请只发给本人。/agent revoke 可作废所有未使用的链接。
invite-sent = 链接（{ $what }）已发到您和机器人的私聊。没收到的话，请先在私聊里发送 /start，再生成一次。
invite-nowhere = 一次性链接只能在 Telegram 上打开，而这里没有启用 Telegram。请用 /agent add 加账号编号，或者回复对方的一条消息，效果相同。
invite-withdrawn = 未使用的链接已全部作废。需要时用 /agent add 重新生成。
invite-done = 您已加入客服：{ $role }，{ $groups }。邀请人：{ $name }。发送 /help 查看可用指令。
invite-draft = 您的草稿还在，接下来写的内容会作为当前问题的回答。
invite-used = { $who } 已加入客服名单：{ $role }，{ $groups }。链接由 { $name } 生成。如需移除，请发送 /agent remove { $account }。
invite-gone = 这个链接已失效：每个链接只能用一次，有效期一天。请对方重新发一个。
invite-already = 您已经是客服：{ $role }，{ $groups }。打开链接不会改变角色，如需调整请联系管理员。

## 转达

room-title = { $ref } · { $customer } · { $what }
relay-from-customer = 客户 { $name }：
relay-from-agent = { $name }：
relay-answer = { $name } 答复客户：
relay-note = { $name } 的备注：
relay-kind = （{ $kind }，这里无法显示，已请客户换一种方式发）
relay-kind-customer = { $kind }无法转交。请写成文字，或发照片、语音、文件。
relay-edited = （已修改）
relay-thing = （{ $kind }）
relay-swapped = （替换上面的文件）
relay-forwarded = （转发内容，并非 { $name } 所写；来自{ $origin }）
relay-forwarded-own = （{ $name } 从其他聊天转发的本人消息）
relay-quote-from = （针对其他聊天中{ $origin }的消息）
origin-person = { $name }
origin-hidden = 隐藏账号“{ $name }”
origin-nobody = 未知来源
origin-group = 群组“{ $name }”
origin-channel = 频道“{ $name }”

## 表情回应
reaction-told = { $name } 对您的答复回应了 { $emoji }。（{ $emoji } 在答复上表示送达情况，所以写在这里。）
reaction-taken-back = { $name } 撤回了 { $emoji }。
reaction-in-words = { $name } 回应了 { $emoji }。
reaction-not-there = 客户所用的平台没有 { $emoji } 这个表情，对方看不到。用文字回复即可。
relay-later-part = （接上条）
relay-deleted = （原消息已被删除）
deleted-answer = 此处有一条回复被删除：{ $words }。{ $customer } 仍可看到该回复，并注明原消息已被删除。
relay-not-shown = （{ $what }无法在此显示：{ $reason }）
relay-not-kept = 该文件过大，此处也没有保存。
key-pass = 获取{ $what }
pass-made = { $what }：以下链接仅供您使用，{ $minutes } 分钟内有效。
pass-link = { $link }
pass-waiting = { $what }正在保存，请一分钟后再点一次。
pass-not-kept = { $what }没有保存，无法提供链接。
pass-off = 文件链接未启用，无法以此方式发送{ $what }。
relay-still-not-shown = （{ $what }无法在此显示）
not-shown-to-customer = 客户未能看到{ $what }，原因：{ $reason }。请换一种形式发送，或用文字说明。
not-shown-to-desk = { $what }未能转给客服：{ $reason }。请您换一种形式发送，例如照片或较短的视频。
why-file-large = 超过 { $cap } MB
why-file-kind = 内容不是图片、视频、录音、PDF 或表格
why-file-gone = 原平台上已没有该文件
why-file-unreachable = 暂时无法取回
undelivered = 您发给客户的消息：{ $why }
undelivered-desk = 服务台发给客户的通知：{ $why }
undelivered-room = { $ref } 的工单话题：{ $why }
why-blocked = 未送达，对方已屏蔽机器人。
why-chat-gone = 未送达，客户的聊天已不存在。请改用电话或邮件。
why-content = 未送达，平台不接受这类内容。请换一种形式再发。
why-forbidden = 未送达，机器人在那里没有发言权限。请先检查权限，再重新发送。
why-uncertain = 平台没有回应，可能已送达，也可能没有。重新发送的话，客户可能收到两次。
why-given-up = 未送达，平台已连续数小时无法连接。请重新发送。
quarantined = 有一条消息无法读取，已另存，编号 { $id }。请告知系统维护人员。

## 工单记录

event-opened = 提交
event-taken = 认领
event-away = 负责人离岗，重新等待认领
event-left = 负责人已离开，重新等待认领
event-released = 退回
event-dated = 条款变更，期限随之调整
event-silent = 无异议，视为已解决
event-escalated = 升级
event-acknowledged = 已有人跟进
event-answered = 首次答复
event-solved = 给出方案
event-confirmed = 客户确认
event-not-solved = 客户表示未解决
event-resumed = 恢复处理
event-closed = 结案
event-reopened = 重新开启
event-deleted = 一条消息在原处被删除，内容仍保留
event-cancelled = 取消

## 受理中的文件

help-files = 受理中的文件：哪些已留存，并可再次查看
key-files = 文件（{ $count }）
key-file = { $n }
key-files-all = 显示以上文件
key-files-more = 更多
key-show-case = 查看 { $ref }
files-none = { $ref } 还没有文件。
files-head = { $ref } 共有 { $count } 个文件，点序号可再次查看。
files-line = { $n } · { $what } · { $name }，{ $at } · { $facts }
files-caption = { $what } · { $name }，{ $at }
files-gone = 该文件已删除，现有文件见 /files。
file-named = { $name }
file-photo = 照片
file-video = 视频
file-other = 文件
file-bytes = { $count } 字节
file-kilobytes = { $count } KB
file-megabytes = { $count } MB
file-waiting = 正在取回
file-kept = 已留存（{ $found }）
file-not-kind = 未留存：内容不是图片、视频、录音、PDF 或表格
file-not-large = 未留存：文件过大
file-not-count = 未留存：当日文件数已满
file-not-bytes = 未留存：当日容量已满
file-not-gone = 未留存：平台上已没有该文件
file-not-unreachable = 未留存：无法取回
evidence-kind = 未留存：{ $what }。无论名称如何，其内容不是图片、视频、录音、PDF 或表格。来源不明请勿打开。
evidence-large = 未留存：{ $what } 超过 { $cap } MB。平台保存期间仍可在此查看。
evidence-count = 未留存：{ $count } 个文件。本受理当日已留存 { $cap } 个文件。平台保存期间仍可在此查看。
evidence-bytes = 未留存：{ $count } 个文件。本受理当日已留存 { $cap } MB。平台保存期间仍可在此查看。
evidence-gone = 未留存：平台上已没有{ $what }。如有需要，请客户重新发送。
evidence-unreachable = 未留存：{ $what } 数小时内都无法取回。如有需要，请客户重新发送。
evidence-again = 同一文件曾出现在 { $ref } 中，仅供参考，不作为结论。
evidence-large-customer = 您的文件客服已收到，但超过 { $cap } MB 的文件不会留存。您可以发送较短的视频或较小的文件。
evidence-count-customer = 您的文件客服已收到。每项受理每天留存 { $cap } 个文件，最后发来的未留存，明天可以再发。
evidence-bytes-customer = 您的文件客服已收到。每项受理每天留存 { $cap } MB，最后发来的未留存，明天可以再发。
## 工单流转：列表、转交、等待、更正、并案、离岗

help-due = 列出即将到期的工单，如 /due 4h
help-form = 以 PDF 获取工单
help-history = 查看工单记录
help-ack = 跟进超时的承诺
help-escalate = 请负责人介入工单
help-sla = 查看期限的由来
help-assign = 把工单交给一位客服
help-transfer = 把工单转给另一个小组，附上说明
help-ask = 向客户提问，并等待回复
help-wait = 等待客户、审批或到货
help-resume = 等到之后继续处理
help-set = 更正工单内容
help-complex = 按复杂问题处理，时限更长
help-link = 标明两个工单相关
help-merge = 把工单并入同一客户的另一个工单
help-away = 离岗，如 /away 4h 或 /away 到周一
help-back-staff = 回岗
list-page = 第 { $page } 页，共 { $of } 页
key-page-back = ‹ 上一页
key-page-on = 下一页 ›
key-older = ‹ 更早
key-newer = 更晚 ›
queue-head-group = { $group }待认领的工单，共 { $count } 个：
due-head = { $span }内到期或已超时的工单，共 { $count } 个：
due-empty = { $span }内没有到期的工单。
due-usage = 请写明查看多久以内，例如 /due 4h、/due 30m 或 /due 2d。
no-group-near = 没有“{ $group }”这个小组，是不是 { $near }？现有：{ $known }。
answer-here = 请直接回复这条消息。
case-changed = 工单刚刚有变化，目前是这样：
which-other = 另一个是哪个工单？请在 /{ $name } 后面写编号。
which-two = 请在工单话题里发送 /{ $name } 加另一个编号，或写上两个编号。
one-case = { $ref } 就是同一个工单。
card-complex = 复杂问题
card-linked = 相关工单：{ $known }
card-merged = 已并入 { $ref }
state-goes-on = 已并入 { $ref }
key-ask = 问客户
key-wait = 等待
key-go-on = 继续处理
key-transfer = 转组
key-history = 记录
key-paper = 处理表
key-less = 返回
key-complex = 转复杂
key-general = 转一般
key-set = 更正
key-close = 结案
history-head = { $ref } 的记录：
history-line = { $at } · { $what }
history-by = { $at } · { $what } · { $name }
history-customer = { $at } · 客户 { $name }：{ $what }
history-agent = { $at } · { $name } 答复客户：{ $what }
history-note = { $at } · { $name } 的备注：{ $what }
history-quote = “{ $text }”
history-file = 文件
history-file-words = 文件，{ $words }
history-edited = { $words }（改过 { $count } 次）
history-clock = { $clock }：{ $what }
targets = { $what }和{ $clock }
target-first = 首次答复
target-solution = 解决方案
target-enquiry = 咨询答复
target-next = 后续答复
clock-started = 开始计时，{ $due }到期
clock-started-open = 开始计时
clock-paused = 暂停计时，还剩{ $left }
clock-resumed = 恢复计时，{ $due }到期
clock-resumed-open = 恢复计时
clock-retargeted = 总时限改为{ $span }，{ $due }到期
clock-retargeted-open = 总时限改为{ $span }
clock-met = 按时完成
clock-met-late = 超时后完成
clock-missed = 超时
clock-kept-date = 期限不变，{ $due }到期
clock-cancelled = 不再计时
counted-service-hours = 只计营业时间
counted-service-days = 有营业的日子按全天24小时计
counted-wall = 每个小时都计

## 承诺到期

customer-missed =
    申请 { $ref } 的{ $what }应在{ $due }前给您，我们没有做到，很抱歉。
    新的时间是{ $again }前。
customer-missed-again =
    申请 { $ref } 的{ $what }再次超时（{ $due }），很抱歉，我们已通知整个客服团队。
    新的时间是{ $again }前。
customer-missed-open =
    申请 { $ref } 的{ $what }（应在{ $due }前）我们仍未给您。我们不再另报可能落空的时间：负责人已经知道，会有专人联系您。
customer-dated = 我们的服务时间有调整，申请 { $ref } 的{ $what }由{ $at }前改为{ $due }前。
terms-reckoned = 条款第 { $version } 版：{ $group }有 { $cases } 个案件改期，{ $earlier } 项提前，{ $later } 项推后，已通知客户。
customer-silent = 您在 { $days } 个工作日内没有对方案提出异议，申请 { $ref } 已结案。如果还有问题，{ $reopen } 天内可以重新开启。
room-silent = { $days } 个服务日无异议，方案视为被接受，已结案。
alert-warn = ⏳ { $ref }：{ $what }的时间已用 { $percent }%，{ $due }到期。
alert-broken = ❌ { $ref }：{ $what }应在{ $due }前，尚未完成。
alert-told = 已告知客户，并承诺{ $again }前完成。
alert-told-open = 已告知客户，没有另报时间。
alert-climb = 📣 { $ref }：{ $what }应在{ $due }前，还没有人表示跟进。
alert-late = 这条通知晚了：系统曾停止运行。
alert-for = 请{ $names }处理。
alert-for-of = 请{ $names }（{ $team }）处理。
alert-everybody-of = 请所有人（{ $team }）留意：相关人员都不在岗。
alert-everybody = 请所有人留意：相关人员都不在岗。
alert-holidays = 📣 还没有 { $year } 年的法定节假日。公布后请写进 terms.toml 的 calendar.holidays；在此之前，{ $year } 年的时限按没有节假日计算。
alert-by-hand = 📣 { $ref }：{ $name } 需要支援。{ $reason }
alert-digest = ⏰ 有 { $count } 项承诺需要处理。
alert-digest-kinds = { $facts }
alert-digest-broken = { $count } 项已超时
alert-digest-climbing = { $count } 项仍无人跟进
alert-digest-warned = { $count } 项即将到期
alert-digest-line = { $ref } · { $what } · { $due }
alert-digest-more = 用 /due 查看全部。
ack-done = { $ref } 由您跟进，不再向上通知。
ack-none = { $ref } 没有等待跟进的超时承诺。
room-acked = { $name } 正在跟进，不再向上通知。
escalate-usage = 需要什么支援？请写 /escalate 加原因，负责人会看到。
escalate-done = 已请负责人介入 { $ref }，您写的原因已记为备注。

## 期限的由来

sla-head = { $ref } 的期限是这样来的：
sla-none = { $ref } 没有在计时的承诺。
sla-clock = { $what }（第 { $cycle } 轮）：{ $span }，{ $count }
sla-clock-again = { $what }（第 { $cycle } 轮，因上一轮超时重新承诺）：{ $span }，{ $count }
sla-runs = 已用{ $used }，还剩{ $left }，{ $due }到期。
sla-stands = 已用{ $used }，还剩{ $left }，暂停计时。
sla-over = 用时{ $used }，已结束。
sla-missed = 已超时，应在{ $due }前。
nothing-said = 未填
event-given-to = 轮到 { $to }，交由其负责
event-assigned-to = 转交给 { $to }
event-transferred-to = { $from } → { $to }
event-waiting-for = { $state }
event-set-to = { $field }：{ $before } → { $after }
event-linked-with = 与 { $ref } 相关
event-unlinked-with = 与 { $ref } 不再相关
event-merged-with = 并入 { $ref }
event-absorbed-with = 并入了 { $ref }
event-assigned = 转交
event-transferred = 转组
event-waiting = 等待
event-set = 更正
event-linked = 标为相关
event-unlinked = 取消相关
event-merged = 并案
event-absorbed = 有工单并入
event-complex = 转为复杂问题
event-general = 转为一般问题
refuse-merged = { $ref } 已并入 { $other }，请用新编号。
refuse-pass-on = { $ref } 由 { $name } 处理，只有本人或主管可以转出。
assign-usage = 交给谁？请在 /assign 后面写对方的账号数字，或用 /assign 回复对方的消息。
assign-unknown = 此人不在客服名单里。对方发送 /whoami 可看到账号数字，由管理员添加。
assign-already = { $ref } 已在 { $name } 手上。
assign-away = { $name } 不在岗，{ $ref } 没有变动。请另选一位，或留在待认领列表。
assign-away-until = { $name } 不在岗，{ $until }回来，{ $ref } 没有变动。请另选一位，或留在待认领列表。
assign-done = { $ref } 已交给 { $name }，并已告知客户。
room-assigned = { $name } 把工单交给了 { $to }。
transfer-where = { $ref } 目前在{ $group }。要转给哪个小组？
transfer-why = { $ref } 将转给{ $group }。要向他们说明什么？
transfer-same = { $ref } 已经在{ $group }了。
transfer-done-elsewhere = { $ref } 已转给{ $group }，在 { $where } 上继续。
room-left = { $ref } 现在归{ $group }，在 { $where } 上继续。这里写的内容不再归入工单；要从这里处理，请写上编号：/reply { $ref } 加上您的话。
refuse-left = { $ref } 已在 { $where } 上继续，刚才没有执行任何操作。要从这里处理，请写上编号：/note { $ref } 加上您的话。
platform-telegram = Telegram
platform-discord = Discord
transfer-done = { $ref } 已转给{ $group }。
room-transferred = { $name } 把 { $ref } 转给了{ $group }。
customer-transferred = 您的申请 { $ref } 已转到{ $group }。有人接手后，会马上告诉您是谁。
customer-transferred-with = 您的申请 { $ref } 已转到{ $group }，仍由 { $name } 在这里为您处理。
close-what = { $ref } 的方案未经客户确认，为什么要结案？
ask-what = 要向 { $ref } 的客户问什么？
ask-empty = 要问客户什么？请在 /ask 后面写问题。
ask-done = { $ref } 等客户回复，其间解决方案暂停计时。
wait-what = { $ref } 在等什么？
key-wait-customer = 等客户回复
key-wait-approval = 等审批
key-wait-goods = 等到货
wait-already = { $ref } 已经是“{ $state }”。发送 /resume 继续处理。
wait-done = { $ref }：{ $state }，其间解决方案暂停计时。
wait-done-bare = { $ref }：{ $state }。
customer-wait-customer = 申请 { $ref } 需要您的回复或补充，收到之前解决方案暂停计时。直接发在这里就行。
customer-wait-approval = 申请 { $ref } 正在等我们内部审批，其间解决方案暂停计时，有结果会在这里告诉您。
customer-wait-goods = 申请 { $ref } 正在等货物到达，其间解决方案暂停计时，到货后会在这里告诉您。
customer-wait-bare-customer = 申请 { $ref } 需要您的回复或补充，直接发在这里就行。
customer-wait-bare-approval = 申请 { $ref } 正在等我们内部审批，有结果会在这里告诉您。
customer-wait-bare-goods = 申请 { $ref } 正在等货物到达，到货后会在这里告诉您。
resume-not = { $ref } 目前是“{ $state }”，没有在等待。发送 /wait 可选择等待什么。
resume-done = { $ref } 继续处理，已告知客户。
room-resumed = { $name } 继续处理工单。
customer-resumed = 申请 { $ref } 已继续处理。
customer-resumed-by = 申请 { $ref } 已继续处理，{ $at }前给您解决方案。
room-customer-answered = 客户已回复，继续处理。
room-customer-answered-by = 客户已回复，解决方案恢复计时，{ $at }到期。
complex-enquiry = { $ref } 是咨询，承诺的是答复，时限不变。
class-already-complex = { $ref } 已是复杂问题。发送 /complex off 加原因可转回一般问题。
class-already-general = { $ref } 已是一般问题。发送 /complex 可延长时限。
general-why = { $ref } 为什么转回一般问题？客户会得知更早的日期。
complex-done = { $ref } 已转为复杂问题，用掉的时间照算，已把新日期告知客户。
general-done = { $ref } 已转为一般问题，用掉的时间照算，已把新日期告知客户。
complex-done-still = { $ref } 已转为复杂问题。解决方案还在暂停计时，恢复计时后会把新日期告知客户。
general-done-still = { $ref } 已转为一般问题。解决方案还在暂停计时，恢复计时后会把新日期告知客户。
customer-complex = 您的申请 { $ref } 比较复杂，需要更多时间，继续处理时会告诉您日期。
customer-complex-by = 您的申请 { $ref } 比较复杂，{ $at }前给您解决方案。
customer-general = 您的申请 { $ref } 比预想的简单，继续处理时会告诉您新的日期。
customer-general-by = 您的申请 { $ref } 比预想的简单，{ $at }前给您解决方案。
set-which = 要更正哪一项？
set-no-field = 没有“{ $field }”这一项。
set-no-field-near = 没有“{ $field }”这一项，是不是 { $near }？
set-fields = 可更正：{ $known }
set-example = 例如 /set urgency high，或 /set 收货日期 3月3日。
set-what = { $ref }，{ $field }：目前是 { $before }，应该是什么？
set-misses = “{ $field }”没有改动。{ $hint }
set-same = { $ref }，{ $field }：已经是 { $before }，没有改动。
set-done = { $ref }，{ $field }：{ $before } → { $after }
link-done = { $ref } 与 { $other } 已标为相关，两张卡片上都会显示。
link-already = { $ref } 与 { $other } 已经是相关工单。在编号后面写 off 可取消。
link-off = { $ref } 与 { $other } 不再相关。
link-not = { $ref } 与 { $other } 并未标为相关，不用取消。
merge-strangers = { $ref } 与 { $other } 属于不同客户，不能并案。可用 /link 标为相关。
merge-not-yours = { $ref } 不在您手上。请先认领，或请主管处理。
merge-solved = { $ref } 已给出方案。请先结案，或重新开启。
merge-ask = 把 { $ref } 并入 { $other }？
merge-case = { $ref }：{ $what }
merge-means = 此后 { $customer } 发送或修改的内容都进入 { $other }，最早到期的承诺在那里继续计时。并案不能撤销。
key-merge-yes = 确认并案
key-merge-no = 保留两个
merge-done = { $ref } 已并入 { $other }。
room-merged = 本工单已并入 { $other }，记录仍保留在 { $ref } 下；客户之后的消息会发到那边。
room-absorbed = { $ref } 已并入本工单。发送 /history { $ref } 可查看那边的记录。
customer-merged = 您的申请 { $ref } 已与 { $other } 合并处理。之前写的都在，继续发在这里就行。
customer-merged-from = 您的申请 { $ref } 已并入 { $other } 继续处理，在这里写的内容我们也会看到。
away-usage = 到什么时候？请写时长、时间或日期，例如 /away 4h、/away 到 14:00、/away 到周一。只发 /away，则到发送 /back 为止。
away-done = 您已离岗，回来后请发送 /back。
away-until = 您已离岗，到{ $until }为止。提前回来请发送 /back。
away-free = 以下 { $count } 个在计时的工单已退回，等待认领：
away-kept = 另有 { $count } 个在等待中的工单仍归您。
room-given = 轮到 { $to }，由 { $to } 负责这个工单。
room-owner-left = 原负责人已不在客服名单，工单退回，等待认领。
staff-left = { $group }有 { $count } 个工单不再由 { $name } 负责，请认领：
room-away = { $name } 已离岗，工单退回，等待认领。
back-done = 欢迎回来。发送 /queue 查看待认领的工单。
back-not = 您目前在岗。离岗时请发送 /away。
take-away = 您目前离岗，请先发送 /back，再认领。
take-away-until = 您目前离岗，到{ $until }为止。请先发送 /back，再认领。
staff-away = 离岗
staff-away-until = 离岗，{ $until }回来
## 客服工作的地方

receipt-staff-lost = 目前暂时联系不上客服人员，答复可能会晚一些。您的工单已经保存好，他们一恢复就会看到。
side-lost = 机器人目前无法在客服工作的聊天里发言。内容不会丢失，要给客服看的都在等候。请把机器人重新加为管理员，届时会按顺序送达。
side-back = 机器人又可以在客服工作的聊天里发言了，等候的内容正在送达。
side-moved = 客服群的编号变成了 { $to }。系统已自动跟随，继续在那里工作。方便时请把 TELEGRAM_STAFF_CHAT 改成这个编号。
side-hint = 这句话没有归到任何工单。请回复工单里的消息：回复客户的话是写给客户，回复其他消息是留备注。
side-unknown = 无法判断这属于哪个工单。请回复工单卡片，或在 /reply、/note 后写上工单号。
side-start = 这里就是客服工作的地方。每个工单从一张卡片开始：回复客户的话是写给客户，回复卡片下的其他消息是留备注。/queue 列出待领取的工单，/help 列出全部命令。
side-customers = /{ $name } 是给客户用的，而您在这个聊天里代表客服。想试用的话，请换一个账号给机器人发消息。
recap-head = 这个工单此前的往来：
recap-customer = { $at } · { $name }：
recap-agent = { $at } · { $name } 致客户：
recap-note = { $at } · { $name } 的备注：
recap-file = （文件）
contact-given = 客户留了联系方式：{ $contact }，请改用它联系。
contact-none = 客户没有留电话或邮箱；您写的内容会保存，等对方恢复后可以补发。
key-resend-all = 补发等候的内容（{ $count }）
resend-none-waits = 没有等候补发的内容了。
## 查找、快捷回复、未送达、屏蔽

help-search = 按内容、订单、状态查找
help-macro = 预览后发送快捷回复
help-undelivered = 查看未送达的内容
help-resend = 重发最近一条未送达的消息
help-block = 屏蔽某人，或查看屏蔽名单
help-unblock = 解除屏蔽或免打扰
help-mute = 保留某人的消息，但不打扰
search-usage =
    要找什么？可以写关键词、订单号或姓名：
    /search 拉链 拉头
    /search 订单：A-4471 状态：处理中
    /search 客户：王芳 早于：2026-03-05
search-state = 没有“{ $state }”这个状态。可用的有：{ $known }。
search-day = before: 后面请写日期，例如 2026-03-05，而不是“{ $text }”。
search-none = 没有找到。少写几个词会找到更多；/queue 和 /mine 列出未结案的。
search-end = 后面没有了。换几个词重新 /search 即可。
search-head = 找到 { $count } 件：
search-page = 第 { $first } 至 { $last } 件：
search-line = { $ref } · { $kind } · { $customer } · { $state }
search-piece = { $name }：“{ $text }”
search-facts = “{ $text }”
key-case = { $ref }
key-earlier = 上一页
key-later = 下一页
old-slip = 这个按钮已用过或已过期，请重新发送指令。
macro-head = 快捷回复如下。发送 /macro 加名称，先预览再发出。
macro-line = { $name }（{ $langs }）：{ $text }
macro-none = 还没有快捷回复。主管可用 /macro save 添加。
macro-unknown = 没有名为“{ $name }”的快捷回复。/macro 可查看全部。
macro-preview = 发给{ $customer }（{ $ref }），{ $language }：
macro-open = 还要填写：{ $known }。例如 /macro { $name } { $first }=…
macro-no-language = “{ $name }”没有{ $customer }使用的语言（{ $language }）。
macro-others = 这份预览是{ $owner }要的。发送 /macro { $name } 查看您自己的。
macro-changed = 预览之后个案有变动。请看过这一份再点发送。
macro-dropped = 已放弃，没有发出。
macro-saved = 已保存“{ $name }”（{ $language }）。发送 /macro { $name } 可查看。
macro-removed = 已删除快捷回复“{ $name }”。
macro-no-words = 内容是什么？请写在语言后面，或用 /macro save 回复您自己的一条消息。
macro-usage =
    名称用字母、汉字、数字或连字符，然后写 en 或 zh，再写内容：
    /macro save 致谢 zh 谢谢您，{ "{" }customer{ "}" }。
    /macro remove 致谢
key-drop = 放弃
key-in-language = 改用{ $language }
undelivered-head = 以下未送达，最新的在前：
undelivered-none = 全部已送达或正在发送。
undelivered-line = { $n }. { $what }，{ $at }：{ $why }
undelivered-words = { $ref }，发给{ $name }：“{ $text }”
undelivered-notice = { $ref }，发给{ $name }的通知
undelivered-to-room = 发往 { $ref } 处理区的内容
undelivered-person = 发给{ $name }的内容
undelivered-to-staff = 发往客服群的内容
why-unknown = 未送达，原因见当天日志。
key-again-one = 重发第 { $n } 条
key-again-all = 全部重发
key-again-yes = 是，重发 { $count } 条
key-again-no = 不重发
resend-all = 要把列出的 { $count } 条全部重发吗？其中可能已送达的，对方会看到两次。
resend-all-done = { $count } 条已重新发送，期间已有人重发的除外。
resend-already = 这条已经重发过了。
resend-unknown = 这里没有可重发的内容。/undelivered 列出未送达的。
resend-nothing = { $ref } 的内容全部已送达或正在发送。
refuse-group = { $ref } 属于其他小组，请找该组客服或主管。
block-usage =
    请写账号或受理编号，或回复对方的一条消息：
    /block 123456789 骚扰 3天
    /mute HX-7K3M-Q9TD-4XC until 2026-03-05
    /unblock 123456789
block-none = 目前没有屏蔽任何人。
block-head = 屏蔽与免打扰名单：
block-line = { $who } · { $state }
block-line-why = { $who } · { $state } · { $why }
block-staff = { $name }是客服人员，不能屏蔽。管理员可用 /agent remove 移出名单。
block-done = 已屏蔽{ $name }，直到有人解除。对方下次来信时会收到一次说明。
block-done-until = 已屏蔽{ $name }，至{ $at }。对方下次来信时会收到一次说明。
mute-done = 已对{ $name }免打扰，直到有人解除：消息照常保留，每小时在处理区汇总一次。
mute-done-until = 已对{ $name }免打扰，至{ $at }：消息照常保留，每小时在处理区汇总一次。
unblock-done = 已恢复接收{ $name }的消息。
unblock-nobody = { $name }没有被屏蔽。/block 可查看名单。
bar-until = until 后面请写日期，或日期加时间，例如 until 2026-03-05 18:00。
bar-past = 这个时间已经过去，请写一个将来的时间，例如 for 3d。
bar-span = 多长时间？例如 3天、2小时、30分钟。
barred-blocked = 已屏蔽
barred-blocked-until = 屏蔽至{ $at }
barred-muted = 免打扰
barred-muted-until = 免打扰至{ $at }
key-unblock = 恢复接收{ $name }
card-barred = 🔒 已屏蔽该客户，对方的消息不会送达。
card-barred-until = 🔒 已屏蔽该客户至{ $at }，对方的消息不会送达。
card-muted = 🔒 已对该客户免打扰，消息照常保留。
card-muted-until = 🔒 已对该客户免打扰至{ $at }，消息照常保留。
blocked-you = 我们目前不在这里接收您的消息。
blocked-until = 在{ $at }之前，我们不在这里接收您的消息。
muted-you = 您的消息都会保留，我们稍后再看，不会马上答复。
muted-until = 您的消息都会保留，我们在{ $at }之后再看。
too-fast = 消息来得太快，我们跟不上，最后几条没有处理。请稍等片刻，再从刚才的地方继续。
too-fast-kept = 您发得太快，我们来不及逐条转达。内容都已存入您的个案，两分钟后一并交给客服。
hasty-digest = { $name } 发得太快，有 { $count } 条消息未逐条转达，已存入个案，可用 /search 查找。
muted-digest = { $name }（免打扰）发来 { $count } 条消息，已存入个案，可用 /search 查找。
event-filed = 消息归入个案
event-blocked = 已屏蔽客户
event-muted = 已对客户免打扰
event-unblocked = 已恢复接收客户消息
event-unmuted = 已恢复接收客户消息
## 订单

order-detail = { $what }，{ $more }
order-is-delivered = { $day }已送达
order-is-signed = { $day }下单，尚未送达
order-is-open = 已下单，尚未送达
order-is-making = 正在制作
order-is-shipped = 已发货，在途
order-is-done = 已送达
order-is-cancelled = 已取消
order-offer = 订单 { $number }：{ $product }，{ $standing }。是这一单吗？
order-differs = 订单 { $number } 是另一款产品：{ $product }，{ $standing }。您选的是{ $chosen }。这次要说的是哪一款？
order-which = 订单 { $number }（{ $standing }）里有几款产品，是哪一款？
order-told = 订单 { $number }：{ $product }，{ $standing }。
order-told-several = 订单 { $number }（{ $standing }）：
order-told-end = 好的。还有别的事，发 /start 就能看到菜单。
order-not-yet = 我们这边还没有登记送达。不影响您：从签约起到收货，以及收货以后，我们都会负责到底。
fits-order-offer = 请点选下面的一项，或写另一个订单号。
fits-order-told = 这段话已记下。点“人工客服”，会连同订单一起转交；也可以再写一个订单号。
key-order-yes = 是的
key-order-another = 不是，换一个
key-order-thanks = 没有别的了
card-order = ✅ 订单 { $number }；{ $facts }
card-order-unknown = 系统中查无订单 { $number }
card-warranty-in = 保修至{ $until }
card-warranty-out = 保修已于{ $until }到期
card-warranty-life = 终身保修
buyer-consumer = 个人
buyer-wholesale = 批发
order-status-ordered = 已下单
order-status-making = 制作中
order-status-shipped = 已发货
order-status-delivered = 已送达
order-status-completed = 已完成
order-status-cancelled = 已取消
order-head = 订单 { $number }；{ $facts }
order-line = { $facts }
order-pieces = { $product } × { $count }
order-lot = 批次 { $lot }
order-more = 另有 { $count } 行。
order-day-signed = { $day }签约
order-day-delivered = { $day }送达
order-day-completed = { $day }完成
order-cases = 相关工单：
order-no-cases = 您能看到的工单里，没有提到这一单的。
order-event = { $at }；{ $what }；{ $by }
order-by-list = 订单表
order-event-imported = 首次录入
order-event-changed = 更新
order-event-signed = 签约
order-event-delivered = 送达
key-order-sign = { $day }签约
key-order-deliver = { $day }送达
order-signed = { $number }：已登记{ $day }签约。
order-delivered =
    { $cases ->
        [0] { $number }：已登记{ $day }送达。
       *[other] { $number }：已登记{ $day }送达。相关的 { $cases } 个未结工单，卡片上的保修从这天算起。
    }
order-unknown = 系统里没有订单 { $number }。请核对号码；新订单会随下一张订单表录入。
order-no-number = 订单号里会有数字：/order { $example }
order-usage =
    请写明订单号，或在提到订单的工单话题里发送：
    /order { $example }
    /order deliver { $example } 2026-03-03
    /order sign { $example } 2026-02-02
    不写日期就是今天。
order-day-none = 这不是日期。请写成 { $example }，不写就是今天。
order-day-either = 这个日期有两种读法。请写 { $one } 或 { $two }。
order-day-ahead = { $day }还没到。到了那天再登记，或写不晚于 { $example } 的日期。
order-day-order = { $number } 不可能{ $delivered }送达而{ $signed }才签约。请先改正其中一个日期。
order-refuse-cancelled = { $number } 已取消。要先在订单表里恢复，才能登记日期。
help-order = 查看订单，登记签约或送达

# Discord 上尚未有人说话时显示的内容。
entry-reply = 回复客户
entry-note = 备注
entry-add = 加入工单
piece-case = 工单
piece-place = 地点
piece-what = 操作
piece-who = 对象
piece-group = 小组
piece-groups = 小组
piece-within = 范围
piece-note = 备注
piece-text = 内容
piece-for = 等待
piece-field = 项目
piece-value = 更正为
piece-reason = 原因
piece-other = 另一工单
piece-until = 到何时
piece-words = 关键词
piece-name = 名称
piece-language = 语言
piece-account = 账号
piece-number = 编号
piece-day = 日期
piece-role = 权限
takes-case = 工单编号，在其子区内可省略
takes-case-own = 您的工单编号，例如 HX-7K3M-Q9TD-4XC
takes-case-whose = 指其客户，在该工单的子区内可省略
takes-other = 另一份工单
takes-who = 本服务器里的人
takes-place = 城市，例如 Lisbon
takes-privacy-what = 不选则列出我们保存的内容
takes-privacy-who = 客服专用，账号数字或工单编号
takes-queue-group = 只看这个小组的工单
takes-within = 往后看多久，例如 4h 或 2d
takes-colleague = 交给哪位客服
takes-group = 转给哪个小组
takes-group-note = 给接手人的说明，会留在工单里
takes-reply = 客户会读到的内容
takes-ask = 要问客户的问题，工单随后等待答复
takes-wait = 在等什么，不选则给出按钮
takes-note = 内部保存，客户看不到
takes-field = 要更正的项目，不选则给出按钮
takes-value = 正确的内容，写法与客户回答相同；不填则列出选项
takes-complex-what = 仅在恢复较短时限时选择
takes-complex-reason = 原因，会作为备注留在工单里
takes-escalate = 需要什么支援，负责人会看到
takes-link-what = 仅在取消关联时选择
takes-solve = 您的方案，客户会读到
takes-close = 原因，会留在工单里；未提过方案时必填
takes-away = 离开多久，例如 4h、18:00 或 Monday；不填则到 /back 为止
takes-search = 工单里的词，也可写“订单：A-4471”“客户：Mei”“状态：open”
takes-macro-what = 主管专用，保存或移除
takes-macro = 名称，不填则列出全部
takes-macro-language = 所保存内容的语言
takes-macro-text = 未填的变量，写作 名称=内容；或要保存的内容
takes-block = 原因和期限，例如“骚扰 3天”；选不到人时先写账号数字
takes-account = 选不到人时，写账号数字
takes-company = 公司名称，none 表示取消；不填则显示现在的公司
takes-bind = 另一个账号，例如 telegram:123456789
takes-order-what = 不选则显示订单
takes-order-number = 订单号，不填则用工单里的
takes-order-day = 日期，例如 2026-03-03；不填则为今天
takes-agent-what = 不选则列出所有客服
takes-role = 权限，不选则为客服
takes-groups = 小组，用空格分开；不填则为全部
takes-agent-name = 不选人时，注明一次性链接给谁
choice-export = 以文件发给我
choice-erase = 删除
choice-customer = 客户答复
choice-approval = 审批
choice-goods = 到货
choice-over = 不再等待，继续处理
choice-save = 保存
choice-remove = 移除
choice-en = 英文
choice-zh = 中文
choice-show = 查看
choice-deliver = 登记送达
choice-sign = 登记签约，主管专用
choice-list = 列出所有人
choice-add = 添加
choice-role = 更改权限和小组
choice-revoke = 作废所有未用的链接
choice-complex-off = 恢复较短时限
choice-link-off = 取消关联
suggest-case = { $ref }，{ $name }，{ $state }
suggest-case-own = { $ref }，{ $name }，{ $state }（您的）
suggest-macro = { $name }：{ $text }
suggest-colleague = { $name }，{ $role }
suggest-colleague-away = { $name }，{ $role }，不在
suggest-group = { $before } { $group }
suggest-which = 要加入哪份工单？
suggest-none = 您的小组没有未结的工单。
suggest-not-here = 请在客服频道使用。客户在自己子区里写的内容已经在工单里。
panel = { $brand }售后服务：您可以报告订单问题、咨询，或查看申请进度。
    您写的内容都在您自己的子区里，别人看不到。
panel-claim = 报告问题
panel-menu = 其他问题
panel-cases = 我的申请
panel-human = 联系人工
help-company = 登记客户所属的采购公司

## 公司

company-usage =
    在客户的工单里发送，或带上账号数字：
    /company 华泰贸易
    /company 123456789 华泰贸易
    /company none
company-name = 这里写公司名称，一行即可，例如：/company 华泰贸易
company-staff = { $name } 是这里的客服，不登记为采购方。
company-is = { $name } 代表 { $company } 采购。
company-is-none = { $name } 没有登记采购公司。
company-case = { $ref } 归在 { $company } 名下。
company-same = { $name } 已登记为 { $company } 的采购方。
company-joined = 已登记：{ $name } 代表 { $company } 采购。该公司的采购人员都能看到公司名下工单的进度。
company-new = 此前没有这家公司，已新建。如果写错了，请用 /company 加正确名称重新登记。
company-left = { $name } 不再代表 { $company } 采购。
company-case-none = { $name } 没有登记采购公司，这份工单也不再归公司名下。
company-yours = 您已登记为 { $company } 的采购方。今后提交售后申请时会询问数量，{ $company } 的其他采购人员也能看到您申请的进度。
company-no-more = 您已不再是 { $company } 登记的采购方。
room-company = 客户代表 { $company } 采购。
room-company-none = 客户不再代表任何公司采购。
card-company = 🏢 { $company }
event-company = 采购公司有变更
event-company-of = 代表 { $company } 采购
event-company-no-more = 不再代表 { $company } 采购
cases-company = 您的申请，以及 { $company } 其他同事的申请，点开可查看进度。
case-label-of = { $ref } · { $what } · { $state } · { $name }
status-shared = 由 { $name } 为贵公司提交，也由 { $name } 回复。您可以在这里查看进度。
state-theirs = 等 { $name } 回复
card-company-told = 客户自称代表 { $company } 采购。主管确认请发 /company { $company }
help-bind = 合并同一个人的两个账号

## 同一个人的两个账号

bind-usage =
    把同一个人的两个账号合为一人。在其工单里发送，或写明两个账号：
    /bind discord:123456789
    /bind telegram:123456789 discord:987654321
bind-unmet = 其中一个账号还没有和我们说过话。请对方先用该账号发一条消息，再来合并。
bind-same = 两个账号已经是同一个人：{ $name }。
bind-twice = 两个账号在同一个平台上。只能合并不同平台的账号，每个平台一个。
bind-admin = 其中一位是这里的客服，合并后另一个账号也有同样的权限，请由管理员操作。
bind-who = { $name }（{ $facts }）
bind-sure = { $one }和{ $two }是同一个人吗？
bind-rights = 合并后，两个账号都是“{ $role }”。
bind-final = 工单、草稿和待发送的消息都会合到一起，合并后无法撤销。
key-bind = 确认合并
bind-done = 已合并：{ $one }和{ $two }现在是同一个人。
bind-yours = 您的两个账号已合并，在这里和另一处看到的是同样的申请。如果不是您本人的账号，请在这里告诉我们。
event-bound = 账号已合并

## 判定

help-verdict = 对售后申请作出判定：责任、处理方式、费用
piece-fault = 责任
takes-verdict-fault = 责任归属，或对现有判定的操作
takes-verdict-what = 各件如何处理，例如：40 更换，8 维修，12 退回 使用不当
takes-verdict-reason = 原因的简称；不填则会询问
takes-verdict-text = 另外告诉客户的话、承运商与单号，或金额
judge-design = 设计问题
judge-material = 材料问题
judge-craftsmanship = 工艺问题
judge-transport = 运输损坏
judge-human = 人为因素
judge-misuse = 使用不当
judge-environment = 使用环境：潮湿、高温、化学品
judge-unclear = 无法判断
judge-none-found = 未发现问题
judge-new = 重新判定
judge-sent = 包裹已寄出
judge-credit = 抵扣单编号
judge-settle = 待定费用的金额
judge-stands = 复核后维持判定
judge-withdraw = 撤回待复核的判定
fault-design = 设计
fault-material = 材料
fault-craftsmanship = 工艺
fault-transport = 运输
fault-human = 人为因素
fault-misuse = 使用不当
fault-environment = 使用环境
fault-unclear = 无法判断
fault-none-found = 未发现问题
cover-life = 终身保修
cover-in = 保修期内
cover-out = 已过保修期
cover-unknown = 保修期不明
act-repair = 维修
act-rework = 上门返修
act-replacement = 更换
act-spare-part = 配件或套件
act-refund = 退款
act-credit-note = 抵扣单
act-advice = 使用建议
act-return = 原样退回
done-repair = { $count ->
    [one] 维修
   *[other] 维修 { $count } 件
}
done-rework = { $count ->
    [one] 上门返修
   *[other] 上门返修 { $count } 件
}
done-replacement = { $count ->
    [one] 更换
   *[other] 更换 { $count } 件
}
done-spare-part = { $count ->
    [one] 补寄配件
   *[other] 补寄 { $count } 件的配件
}
done-refund = { $count ->
    [one] 退款
   *[other] 退款 { $count } 件
}
done-credit-note = { $count ->
    [one] 抵扣单
   *[other] { $count } 件计入抵扣单
}
done-advice = { $count ->
    [one] 使用建议
   *[other] { $count } 件的使用建议
}
done-return = { $count ->
    [one] 原样退回
   *[other] 原样退回 { $count } 件
}
cost-free = 免费
cost-charged = 按成本收取检测和维修费（{ $what }）
cost-return = 不予受理（{ $what }）
cost-serve-first = 费用随后协商
verdict-line = { $n }. { $text }
verdict-share = { $what }：{ $facts }
verdict-share-of = { $name } · { $what }
verdict-labour = 人工费：{ $price }，终身免收。
verdict-why = 原因：{ $label }。
verdict-words = { $name }：{ $text }
verdict-told = 申请 { $ref } 已有处理结果。
verdict-first = 目前还不能确定费用由谁承担。我们先开始处理，最迟 { $at } 与您商定费用；未经您同意，不收任何费用。
verdict-first-open = 目前还不能确定费用由谁承担。我们先开始处理，之后再与您商定费用；未经您同意，不收任何费用。
verdict-pay = 我们会先在这里报价，您同意后才开始处理。电话和聊天咨询始终免费。
verdict-appeal = 如果您有不同看法，可以请主管复核一次。
verdict-second-look = 这是按您的要求复核后的结果。
verdict-yours = { $at } 的处理结果：
verdict-appeal-open = 主管正在复核。
verdict-parcel = { $at } 寄出：{ $name }，{ $number }
verdict-credit = { $at } 抵扣单：{ $number }
verdict-preview = { $ref }：这份判定尚未生效。
verdict-basis = { $what } · { $standing }
verdict-two = 金额超过 { $price }，需要第二个人同意。
verdict-reads = 客户会读到：
verdict-rests = { $count ->
    [one] 依据 1 个文件
   *[other] 依据 { $count } 个文件
}
verdict-replaces = 它将取代 { $ref } 的第 { $n } 份判定。
verdict-head = { $ref }：第 { $n } 份判定，{ $name }，{ $at }
verdict-worth = 价值 { $price }
verdict-waits = 等待第二个人同意
verdict-appealed = 客户要求复核
verdict-stood = 主管已复核：维持判定。
verdict-cost-open = 费用待定
verdict-cost-waived = 待定费用已免
verdict-cost-offered = 已报价 { $price }，等待答复
verdict-cost-agreed = 已商定 { $price }
verdict-cost-talk = 已报价 { $price }，客户希望商量
card-verdict = ⚖ 判定 { $n }：{ $facts }
key-verdict = 判定
key-verdict-new = 重新判定
key-verdict-yes = 确认并通知客户
key-verdict-propose = 请第二个人确认
key-verdict-anew = 从头再来
key-verdict-within = 不超过 { $price }
key-verdict-no-words = 原因已足够
key-verdict-chosen = ✓ { $n }
key-verdict-agree = 同意，立即生效
key-verdict-refuse = 不同意
verdict-usage =
    是谁的责任，各件怎样处理？例如：
    /verdict 工艺 维修
    /verdict 工艺 40 更换，8 维修，12 退回 使用不当
    责任：设计、材料、工艺、运输、人为、使用不当、环境、不明、未发现。
verdict-nothing = { $ref } 不是售后申请，没有要判定的内容。可用 /reply 回复。
verdict-uncounted = 还不知道 { $ref } 涉及多少件，请先用 /set goods 填写。
verdict-waits-already = { $ref } 有 { $name } 的一份判定在等第二个人同意。/verdict 查看，/verdict withdraw 撤回。
verdict-not-yours = 这份判定由 { $name } 填写。/verdict 可以另起一份。
verdict-dropped = 已放弃，没有作出判定。
verdict-ask-fault = { $ref }（{ $standing }）：是谁的责任？
verdict-ask-pieces = { $count ->
    [one] 怎样处理？
   *[other] 这 { $count } 件怎样处理？按钮表示全部；多种方式请直接填写。
}
verdict-claimed = { $n }. { $text }：申请 { $count } 件
verdict-pieces-example = 例如：40 更换，8 维修，12 退回 使用不当。多行时：第 1 行 40 更换，第 2 行 5 抵扣。
verdict-ask-reason = 原因是什么？客户会读到自己语言的版本。
verdict-ask-words = 还要告诉 { $name } 什么？
verdict-ask-words-needed = 这个结果对客户不利。要怎样向 { $name } 说明原因？
verdict-ask-evidence = { $count ->
    [one] 这个结果对客户不利。依据是工单里的这个文件吗？/files 可以查看。
   *[other] 这个结果对客户不利。依据是 { $count } 个文件中的哪几个？/files 按编号列出。
}
verdict-no-evidence = 这个结果对客户不利，而 { $ref } 里没有可作依据的文件。可用 /ask 请客户补照片，或在这里发一张并写上 /note。
verdict-ask-worth = 总价值是否超过 { $price }？超过的话是多少？
verdict-sum = 申请 { $count } 件，填写了 { $n } 件。每一件都要有结果，不能重复。
verdict-sum-of = { $name }：申请 { $count } 件，填写了 { $n } 件。每一件都要有结果，不能重复。
verdict-no-line = 申请里没有第 { $n } 行。
verdict-pays-back = “{ $what }”只适用于客户不用付费的情况，“{ $facts }”不属于。可以选择维修、配件、使用建议或原样退回。
verdict-fits-reason = 请从中选择：{ $known }。
verdict-fits-words = 请写几句话。
verdict-fits-evidence = 请填写 /files 里的编号，例如 1 3。
verdict-fits-worth = 请填写金额，例如 { $price }。
verdict-proposed = { $ref }：已请第二个人确认，在此之前客户不会收到通知。
verdict-second-over = { $ref } 的那份判定已不再等待确认。/verdict 查看现状。
verdict-not-alone = 需要另一个人同意，您的意见已经在里面了。
verdict-refused-done = { $ref }：{ $name } 不同意，判定未生效。
verdict-withdrawn-done = { $ref }：{ $name } 撤回了判定，未生效。
verdict-none-waits = { $ref } 没有等待确认的判定。
verdict-done = { $ref }：第 { $n } 份判定已生效，客户会收到通知。
verdict-none = { $ref } 还没有判定。/verdict 开始填写。
room-verdict = { $name } 对本工单作出了判定。
room-verdict-second = { $name } 的判定金额超过 { $price }，需要第二个人同意。
alert-verdict-second = ⚖ { $ref }：{ $name } 的判定需要第二个人同意。
key-parcel = 包裹已寄出
key-credit = 抵扣单
key-settle = 结算费用
key-settle-free = 免费
key-stands = 维持判定
parcel-what = 由谁承运，单号是多少？例如：顺丰 SF1402238817
parcel-usage = 请填写承运商和单号，例如：顺丰 SF1402238817
parcel-done = { $ref }：包裹已记录，客户已收到通知。工单等待到货，/resume 继续。
customer-parcel = 申请 { $ref } 的包裹已由 { $name } 寄出，单号 { $number }。
credit-not = 这份判定里没有退款项。/verdict new 可以更改。
credit-what = 抵扣单或付款的编号是多少？例如：CN-2026-118
credit-usage = 请只填写编号，例如：CN-2026-118
credit-done = { $ref }：编号已记录，客户已收到通知。
customer-credit = 申请 { $ref } 的款项将退还给您，编号 { $number }。
mention-known = { $ref } 里已经有这条记录。
settle-none = { $ref } 没有待定的费用。
settle-what = { $ref } 的检测和维修费用是多少？例如 { $price }。
settle-usage = 请填写金额，例如 { $price }，或填“免费”。
settle-done = { $ref }：已报价 { $price }，客户同意后生效。
settle-done-free = { $ref }：待定费用已免，客户已收到通知。
customer-settled-free = 申请 { $ref } 的待定费用已有结果：不向您收费。
customer-offer = 申请 { $ref } 的待定费用：检测和维修共 { $price }。您同意吗？
key-price-agree = 同意，{ $price }
key-price-talk = 我想再商量
price-agreed = 谢谢。申请 { $ref } 的费用商定为 { $price }。
price-talk = 商定之前不收任何费用。请在这里写下您对申请 { $ref } 报价的看法，主管会回复您。
price-over = 申请 { $ref } 的费用已经商定或有了新的报价，请在“我的申请”里查看。
room-price-agreed = 客户同意 { $price }。
room-price-talk = 客户想就 { $price } 再商量，结算时间继续计算。
key-appeal = 请主管复核
appeal-taken = 会有一位未参与判定的主管复核申请 { $ref }，并在这里答复您。想让主管看到的内容，请直接发在这里。
appeal-used = 申请 { $ref } 可以复核一次，您已经用过了。您仍可在这里留言。
appeal-over = 申请 { $ref } 的那个结果已被取代，请在“我的申请”里查看现在的结果。
appeal-none = { $ref } 没有复核请求。
appeal-not-yours = 这是您作出的判定，请另一位主管复核。
room-appealed = 客户要求复核。由主管决定，仅此一次。
alert-appeal = ⚖ { $ref }：{ $name } 请主管复核判定。
stands-why = 要告诉 { $name } 什么？维持判定，因为……
stands-done = { $ref }：维持判定，客户已收到通知。
customer-stands = 我们已复核申请 { $ref }，维持原来的结果。
close-unsettled = { $ref } 的判定还有未定事项：第二个人确认、复核或费用。/verdict 查看。
merge-unsettled = { $ref } 的判定还有未定事项，定下来之后才能合并。/verdict 查看。
set-decided = { $ref } 的第 { $n } 份判定是按这些件数作出的，不能再改。
target-settlement = 费用商定
clock-settlement-due = ⏳ 费用最迟 { $due } 商定
clock-settlement-again = ❌ 费用商定已逾期，改为 { $due }
clock-settlement-over = ❌ 费用商定自 { $due } 起逾期
clock-settlement-paused = ⏳ 费用等待客户答复
clock-settlement-met = ✅ 费用已于 { $at } 商定
clock-settlement-missed = ❌ 费用商定已晚
event-verdict = 判定
event-verdict-of = 判定 { $n }：{ $what }
event-verdict-proposed = 提出判定
event-verdict-refused = 判定未获同意
event-verdict-withdrawn = 撤回判定
event-parcel-sent = 寄出包裹
event-credit-noted = 抵扣单
event-settled = 待定费用已结
event-settle-offered = 报价
event-settle-declined = 客户希望商量价格
event-appealed = 客户要求复核
event-appeal-stands = 复核：维持
## 纸面工单
paper-title = 客户信息处理表
paper-caption-file = { $ref } 的客户信息处理表（PDF）。
paper-failed = { $ref } 的处理表暂时无法生成，我们已记下，请稍后再试。
paper-foot = { $ref } · 截至{ $at } · 时间按 { $zone }
paper-page = 第 { $n } 页，共 { $of } 页
paper-case = 工单
paper-number = 编号
paper-kind = 类型
paper-state = 进展
paper-opened = 受理时间
paper-ended = 结束时间
paper-group = 小组
paper-assignee = 负责人
paper-nobody = 尚未指定
paper-class = 类别
paper-urgency = 紧急程度
paper-linked = 关联工单
paper-merged = 并入
paper-customer = 客户
paper-name = 称呼
paper-platform = 联系渠道
paper-company = 公司
paper-told = 客户反映的情况
paper-field = { $field }
paper-goods = 货品
paper-sku = 货号
paper-lot = 批号
paper-carton = 箱号
paper-ordered = 订购
paper-received = 收到
paper-inspected = 检验
paper-defective = 不良
paper-rate = 不良率
paper-verdict = 处理决定
paper-decided = 决定人
paper-promises = 承诺
paper-promise = 事项
paper-span = { $span }，{ $count }
paper-within = 时限
paper-from = 开始
paper-due = 截止
paper-outcome = 结果
paper-kept = 已兑现，{ $at }
paper-late = 超时后完成，{ $at }
paper-missed = 未兑现
paper-stands = 暂停计时
paper-runs = 计时中
paper-files = 提供的资料
paper-file = 文件
paper-sender = 提供者
paper-when = 时间
paper-caption = { $name }，{ $at }
paper-not-shown = 未显示：{ $what }提供的图片。
paper-history = 处理记录
paper-who = 人员
paper-what = 内容
paper-note-of = { $name }（备注）
paper-desk = 系统
## 预约
help-appoint = 提供电话、远程或上门的时间，并记录结果
takes-appoint-what = 服务方式，或对现有预约的操作
takes-appoint-text = 时间，例如：明天10:00，周五14:30；不填则给出最近的空闲时间；或结果、原因
appoint-word-confirm = 同意客户提出的时间
appoint-word-done = 已进行：结果如何
appoint-word-missed = 有人未到
appoint-word-cancel = 取消，并说明原因
appoint-word-note = 记录未预约的服务
key-appoint = 预约
key-appoint-when = 换个时间
key-appoint-not = 不需要了
key-appoint-off = 取消预约
key-appoint-off-yes = 确认取消
key-appoint-keep = 保留
key-appoint-confirm = 同意
key-appoint-offer = 提供其他时间
key-appoint-done = 已进行
key-appoint-missed = 有人未到
appoint-way = { $id }（{ $label }）
appoint-usage =
    预约什么、什么时间？例如 /appoint phone 给出最近的空闲时间，或 /appoint phone 明天10:00，周五14:30。
    服务方式：{ $known }。
    /appoint note email：内容，可记录未预约的服务。
appoint-none = { $ref } 没有预约。
appoint-list = { $ref } 的预约：
appoint-which = 选择服务方式，即给出最近的空闲时间：
appoint-past = { $at }：{ $what }，{ $state }
appoint-with = 与{ $name }的{ $what }
appoint-zones = { $at } · { $there }
appoint-slot = { $at }
appoint-no-time = { $what }不需要预约。请直接记录：/appoint note { $id } 内容。
appoint-full = 近期没有空闲时间。请指定一个：/appoint phone 周五14:30。
appoint-free = 空闲：{ $facts }
appoint-skipped = { $day }当天调整时钟，这个时间不唯一。请换一个。
appoint-unfit-soon = { $at }已经过去。
appoint-unfit-far = { $at }太远了。
appoint-unfit-closed = { $at }不在服务时间内，或结束时已下班。
appoint-unfit-taken = { $at }已有其他预约。
appoint-offered = { $what }：{ $name }可以选择
room-appoint-offered = { $name }提供了时间：{ $what }。
customer-appoint-offer = { $what }（{ $ref }，{ $span }）：哪个时间方便？
customer-appoint-move = { $what }（{ $ref }）需要改期。在您选定新时间之前，原来的时间仍然有效。哪个时间方便？
customer-appoint-agreed = 已约定：{ $what }，{ $at }。
customer-appoint-asked = 已把您提出的时间（{ $at }）告诉{ $name }，确认后通知您。
customer-appoint-reminder = 提醒：{ $what }，{ $at }。
customer-appoint-missed = { $what }没有进行。请在这里写下您方便的时间，{ $name }会再安排。
customer-appoint-off = { $what }取消：{ $text }
customer-appoint-off-own = { $what }已取消。如愿说明原因，写在这里{ $name }就能看到。
customer-appoint-off-with = 申请已结束，{ $what }（{ $at }）随之取消。
appoint-how-phone = 我们会拨打 { $phone }。
appoint-how-phone-none = 请在这里写下可拨打的号码（含国家区号）。
appoint-how-remote = 加入所需的信息会及时发到这里。
appoint-how-on-site = 我们会到您提供的地址。
appoint-how-on-site-none = 请在这里写下上门地址。
appoint-ask = 什么时间方便？请写日期和时间，例如：周四15:00。
appoint-ask-there = 什么时间方便？请写日期和时间，例如：周四15:00。我们按这里的时间理解，现在是{ $at }。
appoint-as-words = 这句话里没有读出一个确切的日期和时间，已原样转给{ $name }。
appoint-or-write = 也可以写一个其他时间。
appoint-over = { $at }已经过去。以下时间可选：
appoint-too-far = { $at }太远，暂不能安排。以下时间可选：
appoint-closed = { $at }不在服务时间内。以下时间可选：
appoint-taken = { $at }已被占用。以下时间可选：
appoint-nothing-free = 这个时间没有空，近期也没有其他空闲时间。
appoint-old = 这之后已有变动。目前的情况：
appoint-old-none = 这件事已有结果：{ $ref } 没有待定的预约。
appoint-off-ask = 要取消{ $what }吗？
appoint-confirmed = 已约定：{ $what }，{ $at }。
room-appoint-agreed = { $names }：{ $what }，{ $name }选择了{ $at }。
room-appoint-behind = 方案承诺的时间在此之前：{ $due }。如果是客户的意愿，可用 /wait customer 暂停计时。
room-appoint-asks = { $names }：{ $what }，{ $name }提出{ $at }。
room-appoint-off-customer = { $names }：{ $name }取消了{ $what }。
room-appoint-off-with = 工单已结束，{ $what }（{ $at }）随之取消。
room-appoint-ended = { $name }：{ $what }，{ $state }。
room-appoint-over = { $names }：与{ $name }的{ $what }应已结束，情况如何？
alert-appoint-reminder = ⏳ { $names }：与{ $name }的{ $what }，{ $at }。
appoint-which-one = 是哪一个？请写明方式，例如 /appoint done phone；/appoint 可查看 { $ref } 的预约。
appoint-early = { $what }{ $at }开始，在此之前可以取消或改期。
appoint-done-what = { $what }：结果如何？
appoint-missed-what = { $what }：谁未到，做了哪些尝试？
appoint-off-why = { $what }：为什么取消？客户会看到。
appoint-done-said = { $what }：已记录。
appoint-missed-said = { $what }：已记录，并请客户另约时间。
appoint-off-said = { $what }已取消，原因已告知客户。
appoint-note-usage = 做了什么？例如 /appoint note { $id } 昨天15:00：已发送锁具说明。
appoint-noted = 已记录：{ $what }，{ $at }。
appointed-open = 尚未约定
appointed-agreed = 已约定
appointed-done = 已进行
appointed-missed = 有人未到
appointed-cancelled = 已取消
appointed-words = { $what }：{ $text }
appointed-at = { $what }：{ $at }
appointed-wished = { $what }：客户提出{ $at }
appointed-asked = { $what }：您提出了{ $at }，等{ $name }确认
appointed-offered = { $what }：已提供时间
appointed-choose = { $what }：请选择时间
card-appointment = { $what }
cases-appointment = { $ref } · { $what }
merge-appointed = { $ref } 还有待定的预约，请先取消或完成；/appoint 查看。
event-appointment-offered = 提供时间
event-appointment-agreed = 约定时间
event-appointment-asked = 提出其他时间
event-appointment-off = 取消
event-appointment-done = 已进行
event-appointment-missed = 有人未到
event-appointment-noted = 记录
event-appointment-for = { $label }：{ $what }
event-appointment-at = { $what }，{ $at }
calendar-title = { $what }，{ $name } · { $brand }
calendar-text = 工单 { $ref }。需要改期请在聊天里说明。
calendar-caption = 可加入您的日历，会替换之前的版本。
calendar-caption-off = 把这次预约从日历中移除。
paper-appointments = 预约服务
paper-way = 方式
paper-with = 人员

## Reports, and many cases as one file

help-report = 查看一段时间的统计，如 /report 2026-10 按 小组
help-export = 把多个工单导出为文件，如 /export csv 2026-10
piece-days = 日期
piece-by = 分组
piece-only = 筛选
piece-format = 格式
takes-report-days = 例如 week、last-month、2026-10、2026-W40 或 2026-10-01..2026-10-15；不填则为本周
takes-report-by = 数据按什么分开列
takes-report-only = 只看部分工单，例如 group=quality kind=claim product=travel-case part=zipper
takes-export-format = 电子表格，或供程序读取的数据
takes-export-days = 这些日子新建的工单，例如 last-week、2026-10 或 2026-10-01..2026-10-15
by-group = 按小组
by-product = 按产品
by-part = 按部位
by-agent = 按客服
by-kind = 按类型
format-csv = 表格（CSV）
format-json = 数据（JSON）
report-no-days = “{ $text }”里看不出日期。请写 week、last-month、2026-10、2026-W40 或 2026-10-01..2026-10-15。
report-backwards = “{ $text }”的结束早于开始。请先写较早的日期，例如 2026-10-01..2026-10-15。
report-ahead = “{ $text }”还没到。请选今天及以前的日期。
report-too-long = 超过 { $days } 天了。一次最多查一年。
report-no-such = { $name } 没有“{ $text }”。可用：{ $known }。
report-no-filter = 不认识“{ $text }”。可以写 group=…、kind=…、product=… 或 part=…。
report-not-yours = { $group } 的数据只给该组主管看。您可以查：{ $known }。
report-too-many = 这些日子的承诺超过 { $most } 项，一份报告放不下。请缩短日期，或用 group=… 只查一个小组。
report-head = 统计报告，{ $days }
report-weekly = 上周统计，{ $days }
report-for = 请 { $names } 过目
report-days = { $begin }至{ $end }
report-scope = 工单范围：{ $groups }
report-only = 仅限 { $text }
report-so-far = 日期还没过完，以下是目前的数据。
report-quiet = 没有新工单，没有到期的承诺，也没有未结工单。
report-cases = 新建：{ $opened } · 已提方案：{ $solved } · 现有未结：{ $open }
report-promises = 时限承诺
report-kept = { $clock }：按时 { $percent }%，{ $of } 项中 { $kept } 项。承诺：{ $span }，{ $counted }。
report-undecided = { $clock }：没有到期的。
report-span = { $least }至{ $most }
report-took = { $n } 项中，一半用时不超过{ $median }，九成不超过{ $most }；按自然时间为{ $wall }和{ $late }。
report-took-one = 用时{ $median }；按自然时间为{ $wall }。
report-slice = { $what }：新建 { $opened } · 答复 { $answers } · 方案 { $solutions }
report-share = { $of } 项中 { $percent }%
report-no-share = 无到期
report-more = ……另有 { $count } 行
report-nobody = 无人负责
report-open = 现有未结工单
report-open-group = { $group }：{ $count }（{ $ages }）
report-open-besides = 其中 { $free } 个无人负责，{ $waiting } 个在等外部事项。
report-age = { $what } { $count }
age-day = 不到1天
age-three = 1至3天
age-week = 3至7天
age-month = 7至30天
age-older = 30天以上
report-causes = 售后原因：共 { $count } 件
report-cause = { $n }. { $what }：{ $count }（{ $percent }%，累计 { $total }%）
report-what = { $product }，{ $part }
report-others = 其余合计
report-goods = 企业客户货物：检验 { $inspected } 件，不良 { $defective } 件（{ $rate }）；收货 { $received } 件
report-article = { $what }：检验 { $inspected } 件，不良 { $defective } 件（{ $rate }）；收货 { $received } 件
report-rate = { $rate }%
report-no-rate = 未检验
report-costs = 费用承担（件）：品牌 { $free } · 客户 { $charged } · 待商定 { $open }。人工费全部免收。
report-agreed = 与客户商定：{ $price }
report-load = 客服工作量
report-load-line = { $name }：手上 { $open } · 接手 { $taken } · 答复 { $answers } · 提出方案 { $solved }
report-picture-kept = 已有结果的承诺中按时的比例
report-picture-times = 用时
report-picture-times-note = 深色：半数以内 · 浅色：九成以内 · 竖线：承诺时限
report-picture-took = { $median } · { $most }
report-picture-slices = 按时答复的比例
report-picture-open = 按已开时间
report-picture-causes = 条形：件数 · 折线：累计占比
report-picture-cause = { $count } · { $percent }%
export-usage = 请写 /export csv 或 /export json，再写日期，例如 /export csv 2026-10 group=quality。
export-own-chat = 文件含多位客户的资料，会发到您与我的私聊里。
export-done = { $days } 的工单共 { $count } 个。请只让需要的人看到这个文件。
export-none = { $days } 没有符合条件的新工单。
export-too-many = 一个文件装不下（最多 { $most } 个工单）。请缩短日期，或加上 group=…、kind=…、product=… 或 part=…。
appoint-word-code = 向客户索取访问码
key-appoint-code = 提供访问码
key-appoint-code-ask = 索取访问码
key-appoint-code-show = 显示一次
appoint-how-code = 准备好后，请把软件显示的识别码和密码给我们，只有{ $name }能看到一次。
customer-appoint-code = { $what }：请提供软件此刻显示的识别码和密码。只显示一次，不做保存。
appoint-code-write = 请把识别码和密码写在一条消息里。它会立刻从聊天中移除，只有{ $name }能看到一次。
appoint-code-taken = 已收到。{ $name }看过一次后即删除。
appoint-code-odd = 没有读出访问码。访问码至少有四位数字，例如 864 201 773 k9Qz。
appoint-code-asked = 已向{ $name }索取访问码。
appoint-code-none = 没有已约定且需要访问码的远程服务。
appoint-code-not-yours = 这次服务由{ $name }负责，访问码只给对方看。
appoint-code-sent = { $name }，访问码在您与我的私聊里，保留十分钟。
appoint-code-is = 访问码（仅显示这一次）：{ $text }
appoint-code-gone = 已没有访问码：看过了，或已过期。可再次索取：/appoint code。
appoint-code-lost = 访问码无法在私聊中显示：请先在私聊里给机器人发一条消息，再用 /appoint code 索取。
room-appoint-code = { $names }：{ $name }已提供访问码。
form-title-code = 访问码
form-field-code = 识别码和密码
## 来电

help-call = 记录一通来电
takes-call-who = 来电人：电话号码、订单号或姓名
takes-call = 通话内容，其余会逐项询问
piece-caller = 来电人
call-begun = 请在您与我的私聊里继续记录这通来电。
call-begun-link = 请在您与我的私聊里继续记录这通来电：{ $link }
call-one-at-a-time = 您还有一通来电没记完。请先记录或取消，再重新发送命令。
call-who-gone = 系统里已找不到这位客户。请修改“客户”，重新填写来电人。
call-case-gone = 这份工单已不能记入本次来电。请修改“工单”，重新选择。
call-room = { $name } 接了一通来电：{ $what }
call-recorded = { $ref } 已记录，由{ $group }处理。电话里已答复客户。
call-recorded-by = { $ref } 已记录，由{ $group }处理。电话里已答复客户，{ $due }前须给出方案。
call-added = 来电已记入 { $ref }。
call-by-phone = { $name } 没有聊天账号，请拨打 { $phone } 联系。
call-by-phone-bare = { $name } 没有聊天账号，也没留号码。问到后用 /set phone 记下。
customer-called = 您的来电已记录，受理编号是 { $ref }。
customer-called-by = 您的来电已记录，受理编号是 { $ref }，我们将在{ $due }前给出解决方案。
tell-by-phone = 请电话告知客户（{ $name }，{ $phone }）：
tell-by-phone-bare = 请电话告知客户（{ $name }，暂无号码）：
refuse-by-phone = { $name } 没有聊天账号，无法发送文字。请拨打 { $phone }，并用 /call 记录。
refuse-by-phone-bare = { $name } 没有聊天账号，也没留号码。对方再来电时，请用 /call 记录。
card-by-phone = ☎ 仅电话联系：{ $phone }
card-by-phone-bare = ☎ 仅电话联系，暂无号码
card-phone = ☎ { $phone }
relay-from-call = 客户 { $name }（来电）：
history-call = { $at } · 客户 { $name }（来电）：{ $what }
paper-spoken = （电话）{ $text }
paper-phone = 电话
platform-phone = 电话
event-called = 来电
event-called-so = 来电：{ $what }
event-called-when = 来电：{ $what }，{ $text }
event-answered-by-phone = 电话中已首次答复
