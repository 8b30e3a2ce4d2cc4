import Crypto
import Datasets
import Foundation

extension QueryGrammar {
  /// The tables of a grammar.
  static let tables = ["covers.tsv", "everyday.tsv", "frames.tsv", "nouns.tsv", "twins.tsv"]

  /// The manifest under which a grammar's queries go: its tables are its files.
  static func manifest(folder: URL) throws(CurationError) -> CorpusManifest {
    var files: [String] = []
    for name in tables {
      let url = folder.appendingPathComponent(name)
      let text = try asCuration { () throws(DatasetError) in try readText(url) }
      files.append(
        "  - {path: \(name), sha256: \(hexadecimal(SHA256.hash(data: Data(text.utf8)))), split: all}")
    }
    let yaml = """
      id: generated
      title: "Korean queries put together by Haechi's grammar"
      folder: grammar
      licence: CC-BY-SA-4.0
      shareAlike: true
      permits: [train, language]
      language: ko
      origin: generated
      files:
      \(files.joined(separator: "\n"))
      format: {type: delimited, delimiter: "\\t", quotes: none}
      views: []
      semantics: >-
        An action that seeks harm, or its benign twin, in a frame that both share.
      citation: "Haechi project. A grammar of Korean queries."
      """
    return try asCuration { () throws(DatasetError) in
      try CorpusManifest(yaml: yaml, path: folder.path)
    }
  }
}
