//! The parameters of a request, whichever way they came: query string, JSON, form or multipart.
//!
//! In forms everything is a string and objects are JSON inside one; the readers here accept both shapes, as the real
//! server does.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::answer::Refusal;

/// A file that came with a multipart request.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The parameters of one request.
#[derive(Debug, Default)]
pub(super) struct Params {
    fields: Map<String, Value>,
    files: HashMap<String, Upload>,
}

impl Params {
    pub(super) async fn read(request: Request) -> Result<Self, Refusal> {
        let mut params = Self::default();
        params.form(request.uri().query().unwrap_or_default());
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        if kind.starts_with("multipart/") {
            params.multipart(request).await.map_err(|_| Refusal::bad("can't parse multipart form"))?;
            return Ok(params);
        }
        let body = Bytes::from_request(request, &()).await;
        let body = body.map_err(|_| Refusal::new(413, "Request Entity Too Large"))?;
        if kind.starts_with("application/x-www-form-urlencoded") {
            params.form(&String::from_utf8_lossy(&body));
        } else if !body.is_empty() {
            let json: Value =
                serde_json::from_slice(&body).map_err(|_| Refusal::bad("can't parse JSON object"))?;
            let Value::Object(fields) = json else { return Err(Refusal::bad("object expected")) };
            // Why: the server reads an explicit null as if the field was not there.
            params.fields.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
        }
        Ok(params)
    }

    fn form(&mut self, text: &str) {
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.fields.insert(decode(name), json!(decode(value)));
        }
    }

    async fn multipart(&mut self, request: Request) -> Result<(), Box<dyn std::error::Error>> {
        let mut parts = Multipart::from_request(request, &()).await?;
        while let Some(part) = parts.next_field().await? {
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await?;
            match name {
                Some(name) => {
                    self.files.insert(field, Upload { name, bytes: bytes.to_vec() });
                }
                None => {
                    self.fields.insert(field, json!(String::from_utf8_lossy(&bytes)));
                }
            }
        }
        Ok(())
    }

    /// The parameters for the record of calls: files that stand for a parameter appear as `attach://`, all files with
    /// name and size under `#files`.
    pub(super) fn record(&self) -> Value {
        let mut record = self.fields.clone();
        let referred = json!(self.fields).to_string();
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by_key(|(field, _)| *field);
        for (field, _) in &files {
            if !referred.contains(&format!("attach://{field}")) {
                record.insert((*field).clone(), json!(format!("attach://{field}")));
            }
        }
        if !files.is_empty() {
            let list = files.iter().map(
                |(field, upload)| json!({"field": field, "name": upload.name, "size": upload.bytes.len()}),
            );
            record.insert("#files".into(), list.collect());
        }
        Value::Object(record)
    }

    pub(super) fn raw(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// A text parameter; absent when empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub(super) fn int(&self, name: &str) -> Option<i64> {
        let value = self.fields.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    pub(super) fn float(&self, name: &str) -> Option<f64> {
        let value = self.fields.get(name)?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.to_ascii_lowercase().as_str(), "true" | "1" | "yes"),
            _ => false,
        }
    }

    /// An object or array, given as such or as JSON in a string.
    pub(super) fn json(&self, name: &str) -> Result<Option<Value>, Refusal> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| Refusal::bad(format!("can't parse {} JSON object", name.replace('_', " ")))),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// The file uploaded under this name.
    pub(super) fn upload(&self, name: &str) -> Option<&Upload> {
        self.files.get(name)
    }
}

/// Undoes form encoding; what is not valid stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = (*first == b'%').then(|| tail.get(..2)).flatten();
        let escaped = escaped.and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn form_encoding_is_undone() {
        assert_eq!(decode("a+b%20%E4%BD%A0%zz%"), "a b 你%zz%");
    }
}
