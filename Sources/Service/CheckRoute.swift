#if Server
  import Haechi
  import Hummingbird

  /// The body of `POST /v1/check`: one text or several.
  struct CheckRequest: Decodable, Sendable {
    /// The texts to judge, in order; a lone string counts as one text.
    let input: [String]
    /// The probability of harm from which a text is unsafe; the model's own when absent.
    let threshold: Double?

    private enum CodingKeys: String, CodingKey { case input, threshold }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if let one = try? container.decode(String.self, forKey: .input) {
        input = [one]
      } else {
        input = try container.decode([String].self, forKey: .input)
      }
      threshold = try container.decodeIfPresent(Double.self, forKey: .threshold)
    }
  }

  /// The answer of `POST /v1/check`: one result a text, in the order of the input.
  struct CheckResponse: ResponseCodable, Sendable {
    /// One verdict, with the keys of `haechi check --json`.
    struct Result: Codable, Sendable {
      struct Evidence: Codable, Sendable {
        /// UTF-8 byte offsets into the text as given.
        let start: Int
        let end: Int
        let text: String
      }

      let label: String
      let probability: Double
      let categories: [String: Double]
      let evidence: [Evidence]
      let truncated: Bool

      init(_ verdict: Verdict) {
        label = verdict.label.rawValue
        probability = verdict.probability
        categories = Dictionary(
          uniqueKeysWithValues: verdict.categories.map { ($0.category.slug, $0.probability) })
        evidence = verdict.evidence.map {
          Evidence(start: $0.range.lowerBound, end: $0.range.upperBound, text: $0.text)
        }
        truncated = verdict.truncated
      }
    }

    let results: [Result]
  }

  /// The body of a refusal, in the form that OpenAI's clients read.
  private struct RefusalBody: ResponseEncodable {
    struct Detail: Encodable {
      let message: String
      let type: String
      let param: String?
    }
    let error: Detail
  }

  /// What `POST /v1/check` refuses, and where.
  enum CheckRefusal: Error, Equatable {
    case notJSON
    case inputMissing
    case tooManyTexts(limit: Int, found: Int)
    case thresholdOutOfRange(found: Double)
  }

  extension CheckRefusal: HTTPResponseError {
    var status: HTTPResponse.Status { .badRequest }

    /// The sentence and the parameter that the client reads.
    private var explanation: (message: String, parameter: String?) {
      switch self {
      case .notJSON:
        ("The body is not JSON. Send {\"input\": \"text\"} or {\"input\": [\"text\", …]}.", nil)
      case .inputMissing:
        ("`input` is missing or is neither a string nor an array of strings.", "input")
      case .tooManyTexts(let limit, let found):
        ("`input` holds \(found) texts; at most \(limit) are read in one request. Split it.", "input")
      case .thresholdOutOfRange(let found):
        ("`threshold` is \(found); it must lie between 0 and 1.", "threshold")
      }
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
      let (message, parameter) = explanation
      var response = try RefusalBody(
        error: .init(message: message, type: "invalid_request_error", param: parameter)
      ).response(from: request, context: context)
      response.status = status
      return response
    }
  }
#endif
