import CLexiconData

/// A file of the folder Lexicons, inside the binary.
struct BundledFile: Sendable {
  /// The path that names it in errors.
  let path: String
  /// Its bytes.
  let utf8: [UInt8]

  init(_ name: String, _ file: haechi_lexicon_file) {
    path = "Lexicons/\(name)"
    // SAFETY: the bytes are a constant of the binary: `count` long, read-only, alive for the whole process.
    utf8 = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  /// Its text.
  var text: String { String(decoding: utf8, as: UTF8.self) }

  /// The files of terms, by name.
  static var terms: [BundledFile] {
    (0..<haechi_lexicon_term_file_count()).map { index in
      // SAFETY: the name is a constant of the binary that ends with a zero byte.
      BundledFile(
        "terms/" + String(cString: haechi_lexicon_term_file_name(index)), haechi_lexicon_term_file(index))
    }
  }

  static var identity: BundledFile { BundledFile("identity.tsv", haechi_lexicon_identity()) }
  static var helpSeeking: BundledFile { BundledFile("help_seeking.tsv", haechi_lexicon_help_seeking()) }
  static var pii: BundledFile { BundledFile("pii.tsv", haechi_lexicon_pii()) }
  static var taxonomy: BundledFile { BundledFile("taxonomy.yaml", haechi_lexicon_taxonomy()) }
  static var crosswalks: BundledFile { BundledFile("crosswalks.yaml", haechi_lexicon_crosswalks()) }
  static var hotlines: BundledFile { BundledFile("hotlines.yaml", haechi_lexicon_hotlines()) }
}
