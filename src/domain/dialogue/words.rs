//! Words people type instead of pressing a button, in the languages of the desk.
//!
//! Input only: nothing here is ever shown. A word stands for an option's id, whatever the question.

/// What a person can say at any question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// Agreement.
    Yes,
    /// Refusal.
    No,
    /// Not knowing, or not having.
    Unknown,
    /// Passing over.
    Skip,
    /// Having finished.
    Done,
    /// Wanting to hand it in.
    Send,
    /// Wanting to talk to a person.
    Person,
    /// Wanting the question before.
    Back,
    /// Wanting to give up.
    Cancel,
}

const ASIDES: &[(Aside, &[&str])] = &[
    (Aside::Yes, &["yes", "y", "yep", "sure", "ok", "okay", "是", "是的", "对", "好", "好的", "确定"]),
    (Aside::No, &["no", "n", "nope", "不", "不是", "不用", "否"]),
    (
        Aside::Unknown,
        &[
            "don't know",
            "dont know",
            "i don't know",
            "i dont know",
            "do not know",
            "i do not know",
            "no idea",
            "not sure",
            "i'm not sure",
            "dunno",
            "unknown",
            "i don't have it",
            "i dont have it",
            "don't have it",
            "不知道",
            "不清楚",
            "不记得",
            "不确定",
            "忘了",
            "忘记了",
            "没有",
            "找不到",
            "不太清楚",
            "我不知道",
        ],
    ),
    (Aside::Skip, &["skip", "pass", "none", "no date", "跳过", "略过", "不填"]),
    (
        Aside::Done,
        &["done", "that's all", "thats all", "finished", "ready", "好了", "完成", "发完了", "没了", "就这些"],
    ),
    (Aside::Send, &["send", "send it", "submit", "发送", "提交", "发出"]),
    (
        Aside::Person,
        &[
            "human",
            "a human",
            "person",
            "a person",
            "agent",
            "talk to a person",
            "talk to a human",
            "ask a person",
            "real person",
            "人工",
            "转人工",
            "人工客服",
            "人工服务",
            "找人工",
            "客服",
            "转客服",
        ],
    ),
    (Aside::Back, &["back", "go back", "返回", "上一题", "上一步"]),
    (Aside::Cancel, &["cancel", "stop", "取消", "不填了"]),
];

const SPARE: &[&str] = &["spare part", "part", "配件", "零件"];

/// Option ids and what people call them.
const NAMES: &[(&str, &[&str])] = &[
    ("defect", &["broken", "broke", "fault", "defect", "defective", "坏了", "质量问题", "故障"]),
    ("damage", &["damaged", "arrived damaged", "破损", "运输损坏", "压坏"]),
    ("missing", &["missing", "incomplete", "缺少", "少发", "漏发", "缺件"]),
    ("wrong", &["wrong", "wrong item", "wrong colour", "wrong color", "发错", "错货", "发错货"]),
    ("zipper", &["zipper", "zip", "slider", "puller", "拉链", "拉头"]),
    ("handle", &["handle", "strap", "提手", "肩带", "把手"]),
    ("seam", &["seam", "stitching", "stitch", "thread", "缝线", "走线", "开线"]),
    ("lining", &["lining", "pocket", "内衬", "里布", "内袋"]),
    ("hardware", &["hardware", "lock", "hinge", "buckle", "五金", "锁", "锁扣", "合页"]),
    ("surface", &["surface", "leather", "皮面", "表面"]),
    ("edge-paint", &["edge", "edge paint", "油边", "边油"]),
    ("frame", &["frame", "shell", "框架", "箱体"]),
    ("mirror", &["mirror", "light", "镜子", "灯"]),
    ("logo", &["logo", "print", "标识", "商标"]),
    ("colour", &["colour", "color", "颜色", "色差", "掉色"]),
    ("smell", &["smell", "mould", "mold", "气味", "异味", "发霉"]),
    ("size", &["size", "shape", "尺寸", "大小", "变形"]),
    ("packaging", &["packaging", "box", "label", "包装", "标签"]),
    ("normal-use", &["normal", "normal use", "正常使用", "正常"]),
    ("normal", &["with limits", "能用但受影响"]),
    ("dropped", &["dropped", "fell", "it fell", "摔过", "摔了", "掉地上"]),
    ("wet", &["wet", "water", "heat", "进水", "受潮", "高温"]),
    ("high", &["urgent", "very urgent", "asap", "急", "很急", "不能用"]),
    ("low", &["not urgent", "no hurry", "can wait", "不急", "可以等"]),
    ("critical", &["unsafe", "safety", "致命", "不安全"]),
    ("major", &["unsaleable", "can't be sold", "严重", "不能销售"]),
    ("minor", &["cosmetic", "looks", "轻微", "外观"]),
    ("aside", &["set aside", "all of them", "blocked", "quarantined", "已隔离", "全部隔离"]),
    ("partly", &["some", "some of them", "partly", "部分", "部分隔离"]),
    ("open", &["not yet", "none of them", "还没有", "没有隔离", "未隔离"]),
    ("repair", &["repair", "fix", "mend", "维修", "修", "修理"]),
    ("replacement", &["replacement", "replace", "exchange", "new one", "换货", "换新", "更换"]),
    ("refund", &["refund", "money back", "退款", "退货退款"]),
    ("part", SPARE),
    ("spare-part", SPARE),
    ("advice", &["advice", "help", "care", "保养", "建议"]),
    ("chat", &["chat", "here", "message", "聊天", "这里", "文字"]),
    ("phone", &["phone", "call", "call me", "电话", "打电话"]),
    ("video", &["video", "video call", "facetime", "todesk", "视频", "远程"]),
    ("email", &["email", "e-mail", "mail", "邮件", "邮箱"]),
    ("on-site", &["on-site", "on site", "visit", "上门"]),
    ("any", &["any", "anytime", "any time", "都可以", "随时"]),
    ("morning", &["morning", "上午", "早上"]),
    ("afternoon", &["afternoon", "下午"]),
    ("evening", &["evening", "晚上", "傍晚"]),
    ("custom", &["custom", "customization", "customisation", "oem", "odm", "定制"]),
    ("wholesale", &["wholesale", "bulk", "批发"]),
    ("suggestion", &["suggestion", "feedback", "建议", "意见"]),
    ("other", &["other", "something else", "其他", "其它"]),
    ("today", &["today", "今天"]),
    ("yesterday", &["yesterday", "昨天"]),
    ("week", &["last week", "this week", "next week", "in a week", "上周", "这周", "一周内"]),
    ("month", &["last month", "this month", "上个月", "这个月"]),
];

/// Lower case, single spaces, no punctuation at either end.
pub fn plain(text: &str) -> String {
    let text = text.replace('’', "'").to_lowercase();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// What the whole text says, when it is one of the things said at any question.
pub fn aside(text: &str) -> Option<Aside> {
    let text = plain(text);
    ASIDES.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(aside, _)| *aside)
}

/// Whether `text` names that option, word for word.
pub fn names(id: &str, text: &str) -> bool {
    text == id || spoken(id).contains(&text)
}

/// Whether `text` has a name of that option somewhere: as words, or inside for scripts without spaces.
pub fn mentions(id: &str, text: &str) -> bool {
    std::iter::once(&id).chain(spoken(id)).any(|name| contains(text, name))
}

fn spoken(id: &str) -> &'static [&'static str] {
    NAMES.iter().find(|(named, _)| *named == id).map_or(&[], |(_, names)| names)
}

/// Whether `name` stands in `text`: between word ends where the script has them.
pub fn contains(text: &str, name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    if !name.is_ascii() {
        return text.contains(name);
    }
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    text.match_indices(name).any(|(at, found)| {
        ends(text[..at].chars().next_back()) && ends(text[at + found.len()..].chars().next())
    })
}
