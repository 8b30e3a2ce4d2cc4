import Datasets
import Foundation

/// How texts are rendered into Korean: model, prompt, parameters and the gates a rendering must pass. One YAML file.
public struct TranslationRecipe: Codable, Equatable, Sendable {
  /// A prompt; `{text}`, `{language}` and `{register}` in it are filled in.
  public struct Prompt: Codable, Equatable, Sendable {
    /// What the model is told first, if anything.
    public var system: String?
    /// What the model is asked; `{text}` must occur.
    public var user: String

    /// A prompt from its parts.
    public init(system: String? = nil, user: String) {
      self.system = system
      self.user = user
    }
  }

  /// Rendering back and comparing.
  public struct BackTranslation: Codable, Equatable, Sendable {
    /// The prompt; `{text}` is the Korean rendering, `{language}` the source's language.
    public var prompt: Prompt
    /// The lowest chrF, from 0 to 100, that passes.
    public var minimum: Double
  }

  /// The recipe's name; its version is written into every record.
  public var name: String
  /// The version, raised by hand when prompt or gates change their meaning.
  public var version: String
  /// The model's name, unless the command line gives another.
  public var model: String
  /// The prompt.
  public var prompt: Prompt
  /// The parameters.
  public var parameters: ChatRequest.Parameters?
  /// The speech level asked for: `any`, `formal`, `polite` or `plain`.
  public var register: SpeechLevel.Wanted?
  /// The limits of the gates.
  public var gates: GateLimits?
  /// Rendering back, if it is wanted; it doubles the requests.
  public var backTranslation: BackTranslation?

  /// The recipe in a YAML text; `path` names it in errors.
  public init(yaml: String, path: String) throws(CurationError) {
    self = try asCuration { () throws(DatasetError) in
      try decodeYAML(TranslationRecipe.self, from: yaml, path: path)
    }
    func require(_ holds: Bool, _ key: String, _ expected: String, _ found: String) throws(CurationError) {
      if !holds { throw .invalidRecipe(path: path, key: key, expected: expected, found: found) }
    }
    try require(!name.isEmpty, "name", "a name", "nothing")
    try require(!model.isEmpty, "model", "a model", "nothing")
    try require(prompt.user.contains("{text}"), "prompt.user", "a prompt with {text}", prompt.user)
    if let back = backTranslation {
      try require(
        back.prompt.user.contains("{text}"), "backTranslation.prompt.user", "a prompt with {text}",
        back.prompt.user)
      try require(
        (0...100).contains(back.minimum), "backTranslation.minimum", "0 to 100", "\(back.minimum)")
    }
    let ratio = limits.lengthRatio
    try require(
      ratio.map { $0.count == 2 && $0[0] >= 0 && $0[0] < $0[1] } ?? true, "gates.lengthRatio",
      "two rising numbers", "\(ratio ?? [])")
    try require(
      (0...1).contains(limits.hangulShare), "gates.hangulShare", "0 to 1", "\(limits.hangulShare)")
    try require(
      (0...1).contains(limits.contrast), "gates.contrast", "0 to 1", "\(limits.contrast)")
    try require(
      limits.leftOverWords >= 0, "gates.leftOverWords", "0 or more", "\(limits.leftOverWords)")
  }

  /// The recipe in a file.
  public static func load(_ url: URL) throws(CurationError) -> TranslationRecipe {
    let yaml = try asCuration { () throws(DatasetError) in try readText(url) }
    return try TranslationRecipe(yaml: yaml, path: url.path)
  }

  /// The limits of the gates, given or usual.
  public var limits: GateLimits { gates ?? GateLimits() }

  /// The request that renders a text; `model` takes the place of the recipe's.
  public func request(for text: String, language: String, model: String? = nil) -> ChatRequest {
    request(prompt, text: text, language: language, model: model)
  }

  /// The request that renders a rendering back; `nil` where the recipe does not want it.
  public func backRequest(for rendering: String, language: String, model: String? = nil) -> ChatRequest? {
    backTranslation.map { request($0.prompt, text: rendering, language: language, model: model) }
  }

  private func request(_ prompt: Prompt, text: String, language: String, model: String?) -> ChatRequest {
    let fill = { (template: String) in
      filled(
        template,
        [
          "text": text, "language": language, "register": (register ?? .any).rawValue,
        ])
    }
    var messages: [ChatRequest.Message] = []
    if let system = prompt.system { messages.append(.init(role: "system", content: fill(system))) }
    messages.append(.init(role: "user", content: fill(prompt.user)))
    return ChatRequest(
      model: model ?? self.model, messages: messages,
      parameters: parameters ?? ChatRequest.Parameters(temperature: 0))
  }
}

/// A template with its `{name}`s filled in, in one pass, so that braces in what is filled in stay as they are.
func filled(_ template: String, _ values: [String: String]) -> String {
  var output = ""
  var rest = template[...]
  while let open = rest.firstIndex(of: "{") {
    output += rest[..<open]
    let after = rest.index(after: open)
    if let close = rest[after...].firstIndex(of: "}"), let value = values[String(rest[after..<close])] {
      output += value
      rest = rest[rest.index(after: close)...]
    } else {
      output += "{"
      rest = rest[after...]
    }
  }
  return output + rest
}
