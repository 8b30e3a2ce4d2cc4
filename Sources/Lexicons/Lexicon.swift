import CLexiconData
import Foundation

/// The terms, identity words and signals of safety of the folder Lexicons.
///
/// Law: ``bundled()`` equals ``load(folder:)`` of the folder that the binary was built from.
public struct Lexicon: Sendable, Equatable {
  /// The terms that speak for harm, in the order of the files and rows.
  public var terms: [LexiconTerm]
  /// The words for groups of people.
  public var identities: [IdentityTerm]
  /// The phrases of seeking help, preventing and reporting.
  public var safetyPhrases: [SafetyPhrase]

  /// A lexicon of these entries.
  public init(
    terms: [LexiconTerm], identities: [IdentityTerm] = [], safetyPhrases: [SafetyPhrase] = []
  ) {
    (self.terms, self.identities, self.safetyPhrases) = (terms, identities, safetyPhrases)
  }

  /// The lexicon inside the binary. A few milliseconds.
  public static func bundled() throws(LexiconError) -> Lexicon {
    var terms: [LexiconTerm] = []
    for file in BundledFile.terms { terms += try LexiconTerm.list(inTable: file.utf8, path: file.path) }
    return Lexicon(
      terms: terms,
      identities: try IdentityTerm.list(inTable: BundledFile.identity.utf8, path: BundledFile.identity.path),
      safetyPhrases: try SafetyPhrase.list(
        inTable: BundledFile.helpSeeking.utf8, path: BundledFile.helpSeeking.path))
  }

  /// The lexicon in a folder: `terms/*.tsv` by name, and `identity.tsv` and `help_seeking.tsv` if they are there.
  public static func load(folder: URL) throws(LexiconError) -> Lexicon {
    var terms: [LexiconTerm] = []
    for url in try LexiconFolder.tables(of: folder.appendingPathComponent("terms")) {
      terms += try LexiconTerm.list(inTable: LexiconFolder.bytes(of: url), path: url.path)
    }
    var lexicon = Lexicon(terms: terms)
    let identity = folder.appendingPathComponent("identity.tsv")
    if FileManager.default.fileExists(atPath: identity.path) {
      lexicon.identities = try IdentityTerm.list(
        inTable: LexiconFolder.bytes(of: identity), path: identity.path)
    }
    let help = folder.appendingPathComponent("help_seeking.tsv")
    if FileManager.default.fileExists(atPath: help.path) {
      lexicon.safetyPhrases = try SafetyPhrase.list(inTable: LexiconFolder.bytes(of: help), path: help.path)
    }
    return lexicon
  }
}

/// Reading files of the folder Lexicons.
enum LexiconFolder {
  /// The bytes of a file, which must be UTF-8.
  static func bytes(of url: URL) throws(LexiconError) -> [UInt8] {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw .unreadable(path: url.path, reason: "\(error)")
    }
    guard String(validating: data, as: UTF8.self) != nil else {
      throw .unreadable(path: url.path, reason: "not UTF-8")
    }
    return Array(data)
  }

  /// The files of a folder that end with `.tsv`, by name.
  static func tables(of folder: URL) throws(LexiconError) -> [URL] {
    do {
      return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "tsv" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    } catch {
      throw .unreadable(path: folder.path, reason: "\(error)")
    }
  }

  /// The files below a folder that end with `.` and `ending`, by path.
  static func files(under folder: URL, ending: String) throws(LexiconError) -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue,
      let names = FileManager.default.enumerator(atPath: folder.path)
    else { throw .unreadable(path: folder.path, reason: "not a folder") }
    var urls: [URL] = []
    for case let name as String in names where name.hasSuffix("." + ending) {
      urls.append(folder.appendingPathComponent(name))
    }
    return urls.sorted { $0.path < $1.path }
  }
}
