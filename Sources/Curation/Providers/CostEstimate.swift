import Foundation

/// What a run will cost at most, as far as characters tell.
///
/// Tokens are estimated from scalars: a quarter of a token for ASCII (the rule of thumb of the tokenizers' makers),
/// 0.8 for a Hangul syllable, one for anything else, and four for the frame of a message. Real tokenizers differ by
/// a third either way.
public struct CostEstimate: Equatable, Sendable {
  /// Requests that have to be sent.
  public var requests = 0
  /// Requests whose answers are there already.
  public var answered = 0
  /// Tokens that are sent.
  public var promptTokens = 0
  /// Tokens that come back.
  public var answerTokens = 0

  /// An estimate of nothing.
  public init() {}

  /// Adds a request whose answer is expected to have so many scalars of Hangul.
  public mutating func add(_ request: ChatRequest, answerScalars: Int) {
    requests += 1
    promptTokens += request.messages.reduce(0) { $0 + 4 + Self.tokens(in: $1.content) }
    answerTokens += Int((Double(answerScalars) * 0.8).rounded(.up))
  }

  /// The estimated number of tokens in a text.
  public static func tokens(in text: String) -> Int {
    var sum = 0.0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x80: sum += 0.25
      case 0xAC00...0xD7A3: sum += 0.8
      default: sum += 1
      }
    }
    return Int(sum.rounded(.up))
  }

  /// The price, from prices of a million tokens each way; the currency is theirs.
  public func price(promptMillion: Double, answerMillion: Double) -> Double {
    (Double(promptTokens) * promptMillion + Double(answerTokens) * answerMillion) / 1_000_000
  }
}
