//! What a request was, for tests and for the checker: the route it met, and what it carried.

use serde_json::Value;

/// One recorded request.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Method and route as Discord describes it, for instance `POST /channels/{channel_id}/messages`; a path that met no
    /// route stands as it came.
    pub route: String,
    /// The parts of the path by name, in its order.
    pub path: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    /// The JSON body; of a form its `payload_json`.
    pub body: Value,
    /// Names and sizes of files, by the field they came in.
    pub files: Vec<(String, String, usize)>,
    /// What the answer was; absent when the connection broke.
    pub status: Option<u16>,
}
