/// One text with everything that is known about it.
///
/// Law: a record labelled ``Label/safe`` has no true category.
public struct Record: Codable, Equatable, Sendable {
  /// Whether a text seeks or does harm.
  public enum Label: String, Codable, Sendable, CaseIterable {
    /// No harm of any category.
    case safe
    /// Harm of at least one category, which need not be known.
    case unsafe
  }

  /// What sort of text a record is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A request to an assistant, whatever its grammatical form.
    case request
    /// A comment below an article or in a community.
    case comment
    /// A declarative sentence.
    case statement
    /// A question as such.
    case question
    /// A command as such.
    case command
    /// A noun, a phrase or an unfinished sentence.
    case fragment
    /// A review of a product, film or place.
    case review
    /// General text that carries no judgement.
    case raw
  }

  /// How a text came to be. What was translated is never counted as native.
  public enum Origin: String, Codable, Sendable, CaseIterable {
    /// Typed by people in the language that it is in.
    case native
    /// Rendered from another language, by people or by machine.
    case translated
    /// Written for a dataset by a language model under a brief.
    case written
    /// Put together by a grammar or a provider from parts.
    case generated
    /// Made from another record of the same language: obfuscated, rewritten, swapped.
    case derived
  }

  /// One thing that was done to a text on its way.
  public struct Operation: Codable, Equatable, Sendable {
    /// What was done: `hangul-form`, `pii-mask`, `translate`, `rewrite` …
    public var name: String
    /// The version of what did it, and its parameters in short.
    public var version: String

    /// An operation from its parts.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The identifier, unique in a dataset: `source:file:row`, with a view's name where a row gives several.
  public var id: String
  /// The text as the source has it.
  public var text: String
  /// The judgement; `nil` where the source leaves it open.
  public var label: Label?
  /// The categories about which something is known; an absent one is masked in training and evaluation.
  public var categories: [String: Bool]
  /// What sort of text it is.
  public var kind: Kind
  /// The speech level, where the source tells it.
  public var register: String?
  /// The identifier of the source's manifest.
  public var source: String
  /// The licence as SPDX.
  public var licence: String
  /// The language as BCP 47.
  public var language: String
  /// Rows with the same group belong together and never lie on two sides of a split.
  public var group: String?
  /// The turns before this text, oldest first.
  public var history: [String]
  /// How the text came to be; `nil` where nothing says.
  public var origin: Origin?
  /// The record that this one was made from.
  public var parent: String?
  /// The text that this one renders, as the source has it.
  public var sourceText: String?
  /// What was done to the text since it was read, in order; `nil` for nothing.
  public var operations: [Operation]?

  /// A record from its parts.
  public init(
    id: String, text: String, label: Label?, categories: [String: Bool] = [:], kind: Kind,
    register: String? = nil, source: String, licence: String, language: String = "ko",
    group: String? = nil, history: [String] = [], origin: Origin? = nil, parent: String? = nil,
    sourceText: String? = nil, operations: [Operation]? = nil
  ) {
    self.id = id
    self.text = text
    self.label = label
    self.categories = categories
    self.kind = kind
    self.register = register
    self.source = source
    self.licence = licence
    self.language = language
    self.group = group
    self.history = history
    self.origin = origin
    self.parent = parent
    self.sourceText = sourceText
    self.operations = operations
  }
}
