import Lexicons
import Normalization

extension TextScreens {
  /// The screens of this version of Haechi: the patterns of personal data and the readings of disguised text.
  public static func standard() throws(CurationError) -> TextScreens {
    let scanner: PIIScanner
    do throws(LexiconError) { scanner = try PIIScanner.bundled() } catch { throw .lexicon(error) }
    let deobfuscator = Deobfuscator.standard
    return TextScreens(
      personalData: { text in
        let bytes = Array(text.utf8)
        let matches = scanner.matches(in: AlignedText(utf8: bytes)).filter(\.kind.isPersonal)
        guard !matches.isEmpty else { return nil }
        return PersonalData(
          masked: String(decoding: PIIScanner.masked(bytes, matches: matches), as: UTF8.self),
          kinds: matches.map(\.kind.rawValue))
      },
      reading: { text in
        let reading = deobfuscator.best(of: AlignedText(text))
        return reading.isAsWritten ? nil : String(decoding: reading.text.utf8, as: UTF8.self)
      }, versions: ["pii": "1", "readings": "1"])
  }
}
