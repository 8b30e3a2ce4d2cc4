import ArgumentParser
import Curation
import Foundation

/// The options of verbs that ask a chat endpoint.
struct ProviderOptions: ParsableArguments {
  @Option(help: "The address of a chat endpoint before /chat/completions, such as https://host/v1.")
  var provider: String?

  @Option(help: "The model, in place of the recipe's.")
  var model: String?

  @Option(help: "The environment variable that holds the endpoint's key.")
  var keyVariable = "HAECHI_PROVIDER_KEY"

  @Flag(help: "Send no key, for endpoints that want none.")
  var noKey = false

  @Option(help: "The cache of answers, an SQLite file; OUT.cache.sqlite otherwise.", completion: .file())
  var cacheFile: String?

  @Option(help: "How many requests are under way at once.")
  var concurrency = 4

  @Option(help: "At most so many requests a minute.")
  var requestsPerMinute: Double?

  @Option(help: "How often a request is sent at most.")
  var attempts = 6

  @Option(help: "The pause after the first failure, in seconds; it doubles from failure to failure.")
  var pause = 1.0

  @Option(help: "How many seconds to wait for an answer.")
  var timeout = 120.0

  @Option(help: "The seed of the pauses' jitter.")
  var seed: UInt64 = 1

  @Option(help: "The price of a million tokens sent.")
  var promptPrice: Double?

  @Option(help: "The price of a million tokens received.")
  var answerPrice: Double?

  @Flag(help: "Tell what a run would send and cost, and send nothing.")
  var dryRun = false

  /// Whether an endpoint is given.
  var isGiven: Bool { provider != nil }

  /// Refuses numbers that make no sense.
  func check() throws {
    try requirePositive("--concurrency", Double(concurrency))
    try requirePositive("--attempts", Double(attempts))
    try requirePositive("--timeout", timeout)
    try requirePositive("--pause", pause)
    if let requestsPerMinute { try requirePositive("--requests-per-minute", requestsPerMinute) }
  }

  /// The cache, beside an output unless it is given.
  func cache(beside output: String) throws -> AnswerCache {
    try AnswerCache(URL(fileURLWithPath: cacheFile ?? output + ".cache.sqlite"))
  }

  /// The run over the endpoint. A dry one needs no key.
  func run(cache: AnswerCache, isDry: Bool) throws -> AnswerRun {
    let text = provider ?? ""
    guard let base = URL(string: text), ["http", "https"].contains(base.scheme?.lowercased() ?? ""),
      base.host != nil
    else { throw CommandFailure(gathering: .notAnAddress(text)) }
    let key = noKey ? nil : ProcessInfo.processInfo.environment[keyVariable]
    guard noKey || isDry || !(key ?? "").isEmpty else {
      throw CommandFailure(gathering: .missingKey(variable: keyVariable))
    }
    let endpoint = ChatProvider(
      base: base, key: key, transport: URLSessionTransport(timeoutSeconds: timeout),
      requestsPerMinute: requestsPerMinute,
      retry: RetryRule(
        attempts: attempts, baseSeconds: pause, maximumSeconds: max(120, pause), seed: seed))
    return AnswerRun(provider: endpoint, cache: cache, concurrency: min(256, concurrency))
  }

  /// The price of an estimate, where both prices are given, with four decimals.
  func price(of estimate: CostEstimate) -> String? {
    guard let promptPrice, let answerPrice else { return nil }
    let price = estimate.price(promptMillion: promptPrice, answerMillion: answerPrice)
    return "\((price * 10_000).rounded() / 10_000)"
  }
}
