//! Names of members that are not marked as UTF-8: code page 437, as zip has always had it.

/// The characters of the bytes from 0x80 on.
const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The text of a name.
pub(super) fn decode_name(bytes: &[u8], is_utf8: bool) -> Option<String> {
    if is_utf8 {
        return String::from_utf8(bytes.to_vec()).ok();
    }
    let upper = |byte: u8| UPPER.chars().nth(usize::from(byte) - 0x80);
    bytes
        .iter()
        .map(|&byte| if byte < 0x80 { Some(char::from(byte)) } else { upper(byte) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_half_is_complete() {
        assert_eq!(UPPER.chars().count(), 128);
        assert_eq!(decode_name(b"a\x82\xff\0b", false).as_deref(), Some("aé\u{a0}\0b"));
    }
}
