//! A whole zlib stream around a payload, in stored blocks: what a client that asked for compression has to be able to
//! read, without making anything smaller.

/// The most a stored block holds.
const BLOCK: usize = 65_535;

pub(super) fn wrapped(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(BLOCK).count().max(1);
    for n in 0..blocks {
        let block = data.get(n * BLOCK..data.len().min((n + 1) * BLOCK)).unwrap_or_default();
        // Why this can't fail: a block is at most as long as the largest u16.
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(n + 1 == blocks));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

fn adler32(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    (b << 16) | a
}

#[cfg(test)]
mod tests {
    use super::{adler32, wrapped};

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn long_payloads_take_several_blocks() {
        let out = wrapped(&vec![7; 65_536]);
        assert_eq!(out.len(), 2 + 5 + 65_535 + 5 + 1 + 4);
        assert_eq!(wrapped(b"").len(), 2 + 5 + 4);
    }
}
