import Crypto
import Datasets
import Foundation

/// One question to a chat model: the model, the messages and the parameters, which together decide the answer.
public struct ChatRequest: Codable, Equatable, Sendable {
  /// One message.
  public struct Message: Codable, Equatable, Sendable {
    /// `system`, `user` or `assistant`.
    public var role: String
    /// The text.
    public var content: String

    /// A message from its parts.
    public init(role: String, content: String) {
      self.role = role
      self.content = content
    }
  }

  /// What steers how a model answers; absent ones are left to the endpoint.
  public struct Parameters: Codable, Equatable, Sendable {
    /// The sampling temperature, 0 or more.
    public var temperature: Double?
    /// The probability mass that is sampled from, above 0 up to 1.
    public var topP: Double?
    /// At most so many tokens of answer.
    public var maximumTokens: Int?
    /// The seed, for endpoints that have one.
    public var seed: Int?

    /// Parameters from their parts.
    public init(
      temperature: Double? = nil, topP: Double? = nil, maximumTokens: Int? = nil, seed: Int? = nil
    ) {
      self.temperature = temperature
      self.topP = topP
      self.maximumTokens = maximumTokens
      self.seed = seed
    }
  }

  /// The model's name as the endpoint has it.
  public var model: String
  /// The messages, oldest first.
  public var messages: [Message]
  /// The parameters.
  public var parameters: Parameters

  /// A request from its parts.
  public init(model: String, messages: [Message], parameters: Parameters = Parameters()) {
    self.model = model
    self.messages = messages
    self.parameters = parameters
  }

  /// The SHA-256 of model, messages and parameters, in lower-case hexadecimal digits: what an answer is kept under.
  ///
  /// It is taken over length-prefixed fields, so that it depends neither on an encoder nor on text that looks like
  /// a separator.
  public var key: String {
    var hash = SHA256()
    func add(_ field: String) {
      hash.update(data: Data("\(field.utf8.count):\(field)".utf8))
    }
    add("chat-1")
    add(model)
    for message in messages {
      add(message.role)
      add(message.content)
    }
    add(parameters.temperature.map { "\($0)" } ?? "-")
    add(parameters.topP.map { "\($0)" } ?? "-")
    add(parameters.maximumTokens.map { "\($0)" } ?? "-")
    add(parameters.seed.map { "\($0)" } ?? "-")
    return hexadecimal(hash.finalize())
  }

  /// The body of `POST {base}/chat/completions`.
  func body() throws -> Data {
    struct Body: Encodable {
      var model: String
      var messages: [Message]
      var temperature: Double?
      var top_p: Double?
      var max_tokens: Int?
      var seed: Int?
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(
      Body(
        model: model, messages: messages, temperature: parameters.temperature, top_p: parameters.topP,
        max_tokens: parameters.maximumTokens, seed: parameters.seed))
  }

  /// The scalars of all messages.
  var scalarCount: Int { messages.reduce(0) { $0 + $1.content.unicodeScalars.count } }
}

/// What a model answered.
public struct ChatAnswer: Codable, Equatable, Sendable {
  /// The text, without white space at its ends; never empty.
  public var text: String
  /// The tokens of the request, where the endpoint tells them.
  public var promptTokens: Int?
  /// The tokens of the answer, where the endpoint tells them.
  public var answerTokens: Int?

  /// An answer from its parts.
  public init(text: String, promptTokens: Int? = nil, answerTokens: Int? = nil) {
    self.text = text
    self.promptTokens = promptTokens
    self.answerTokens = answerTokens
  }
}

/// Why a request got no answer.
public enum ProviderFault: Error, Codable, Equatable, Hashable, Sendable {
  /// No answer came in time.
  case timedOut
  /// The connection failed; the reason is the system's.
  case unreachable(reason: String)
  /// The endpoint answered with another status than success; `excerpt` is the start of what it said.
  case status(Int, excerpt: String)
  /// The body is not the JSON of a chat completion.
  case notJSON(excerpt: String)
  /// The body names no choice.
  case noChoices
  /// The answer has no text.
  case emptyAnswer
  /// The answer was cut at the limit of tokens.
  case truncated
  /// The endpoint's own filter withheld the answer.
  case filtered
  /// The address is none, or the request cannot be encoded.
  case invalidRequest(reason: String)

  /// Whether the same request may succeed later: 408, 409, 429, 5xx, time-outs and failed connections.
  public var isTransient: Bool {
    switch self {
    case .timedOut, .unreachable: true
    case .status(let status, _): [408, 409, 429].contains(status) || status >= 500
    case .notJSON, .noChoices, .emptyAnswer, .truncated, .filtered, .invalidRequest: false
    }
  }

  /// Whether every other request would fail likewise: a wrong key, a wrong address, no such model.
  public var isFatal: Bool {
    switch self {
    case .status(let status, _): [401, 402, 403, 404, 405].contains(status)
    case .invalidRequest: true
    default: false
    }
  }

  /// A short name for reports: `timed_out`, `status_429` …
  public var slug: String {
    switch self {
    case .timedOut: "timed_out"
    case .unreachable: "unreachable"
    case .status(let status, _): "status_\(status)"
    case .notJSON: "not_json"
    case .noChoices: "no_choices"
    case .emptyAnswer: "empty_answer"
    case .truncated: "truncated"
    case .filtered: "filtered"
    case .invalidRequest: "invalid_request"
    }
  }
}
