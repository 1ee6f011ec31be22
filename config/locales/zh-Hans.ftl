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
place-shanghai = 上海

## 开始菜单

welcome = 您好，这里是{ $brand }售后服务。请问有什么可以帮您？
welcome-name = { $name }，您好，这里是{ $brand }售后服务。请问有什么可以帮您？
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
ask-model = 是哪个型号？型号印在内侧标签上。
ask-model-other = 是什么产品？简单写几个字就行。
ask-order = 请发一下订单号，收据或订单邮件上有，例如 { $example }。
ask-order-where = 要查哪个订单？订单号在订单邮件里，例如 { $example }。
ask-received = 哪天收到的？可以点选，也可以直接写日期。
ask-part = 问题出在哪个部位？
ask-story = 具体是什么情况，什么时候发现的？一两句话就够。
ask-story-care = 希望我们怎么处理？一两句话就够。
ask-circumstances = 出现问题之前，产品经历过什么？
ask-quantity = 一共多少件？
ask-details = 请说说要求：材质、颜色、尺寸、标识。
ask-suggestion = 您希望我们改进什么？想到什么写什么。
ask-target = 希望什么时候拿到？可以点选，也可以直接写日期。
ask-evidence = 请发照片或视频，这样处理最快。
ask-evidence-optional = 如果有照片或草图，发来会更清楚。
ask-why = 是什么原因发不了？可以点选，也可以直接写。
ask-urgency = 现在还能用吗？
ask-needed = 有没有必须用上的日子？可以点选，也可以直接写日期。
ask-wish = 您希望怎么解决？先记下您的想法，能否做到由客服答复。
ask-way = 您希望我们用什么方式帮您？
ask-phone = 请留一个电话号码。电话和视频支持都免费。
ask-window = 什么时间方便？可以点选，也可以写明日期、时间和所在城市。
ask-email = 请留一个邮箱地址。
ask-address = 产品现在在哪里？请写详细地址。

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
circumstances-normal = 正常使用
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
fits-received-past = 这一天还没到。请问是哪天收到的？
fits-needed = 这里需要今天或以后的日期，例如{ $example }。
which-day = 这个日期有两种读法，是哪一天？
fits-story = 请再写具体一点：哪里坏了、怎么坏的。例如“用了两周，拉头掉了”。
fits-details = 请再写具体一点。例如“黑色牛皮，24厘米，内侧烫金标识”。
fits-address = 请写完整地址，例如“广州市白云区云城西路12号”。
fits-quantity = 写数字就行，例如 200。
fits-evidence = 这里请发照片、视频或文件。
fits-why = 写几个字就行，例如“出差到周五”。
fits-phone = 请写带国家区号的电话号码，例如 +86 20 8888 0000。
fits-window = 写几个字就行，例如“周二15:00以后，北京时间”。
fits-email = 请写邮箱地址，例如 name@example.com。
offer-person = 您也可以点“不清楚”，或转人工客服。
took = 我理解为：{ $value }。您的原话也会一并转给客服。
noted = 这段话已记下，会转给客服。
added = 已补充到“{ $field }”。
corrected = 已把“{ $field }”改为：{ $value }。
edit-taken = 您的修改已保存。
edit-answer = 已按您的修改更新“{ $field }”。
edit-kept = 修改后的内容不适合“{ $field }”，原答案保留，新内容已记为备注。
cut = 已保留前 { $limit } 个字。其余内容可以用文件发来。
unreadable = { $kind }不能当作回答。请写成文字，或点选按钮。
old-button = 这个按钮属于之前的问题，现在是下面这个。
first-question = 这已经是第一个问题。

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
evidence-kept = 已收到，现在共 { $count } 份照片或文件。
evidence-full = 一次申请最多收 { $cap } 份，这一份会作为备注转给客服。

## 保修

warranty-in = 保修到{ $until }。如果是设计、材料或工艺问题，维修免费。
warranty-life = 终身保修。如果是设计、材料或工艺问题，维修免费。
warranty-out = 保修已于{ $until }到期，我们仍可以维修：只收必要的成本，人工费全免。
warranty-unknown = 保修情况我们会和您一起核对。先帮您处理，如有费用会先和您商量。

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
fact-phone = 电话：{ $value }
fact-window = 时间：{ $value }
fact-email = 邮箱：{ $value }
fact-address = 地址：{ $value }
fact-attached = { $count } 份照片或文件

## 离开与回来

cancel-sure = 要取消吗？已填的内容会删除。
cancelled = 已取消，没有发出任何内容。
saved = 已保存，随时可以继续。
resumed = 欢迎回来，接着上次的继续：
reminder = 您的{ $flow }还没填完，内容都已保留。上次到这里：
reminder-last = { $flow }还差几步。内容会再保留几天，之后将收起。
expired = { $flow }一周没有动静，先替您收起了。需要时可以重新开始。

## 回执

receipt = 您的受理编号是 { $ref }。客服将在{ $answer }前答复，{ $solution }前给出解决方案。
receipt-closed = 现在是休息时间，{ $opens }恢复服务。您的申请已妥善保存。
receipt-enquiry = 您的咨询编号是 { $ref }。客服将在{ $answer }前答复。
receipt-add = 您在这里写的、发的内容都会转给客服。
person-when = 客服将在{ $answer }前答复您。受理编号 { $ref }，您之前填写的内容都已转交。
key-add = 补充内容
key-cases = 我的申请

## 客服与个案
