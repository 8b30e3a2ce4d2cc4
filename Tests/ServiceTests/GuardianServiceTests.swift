#if Server
  import Foundation
  import Haechi
  import Hummingbird
  import HummingbirdTesting
  import Service
  import Testing

  @Suite("GuardianService")
  struct GuardianServiceTests {
    /// The keys that a client reads.
    struct Answer: Decodable {
      struct Result: Decodable {
        struct Evidence: Decodable {
          let start: Int
          let end: Int
          let text: String
        }
        let label: String
        let probability: Double
        let categories: [String: Double]
        let evidence: [Evidence]
        let truncated: Bool
      }
      let results: [Result]
    }

    func post(_ json: String, _ read: @Sendable @escaping (TestResponse) throws -> Void) async throws {
      let service = GuardianService(guardian: try Guardian())
      try await service.application(host: "127.0.0.1", port: 0).test(.router) { client in
        try await client.execute(uri: "/v1/check", method: .post, body: ByteBuffer(string: json)) {
          try read($0)
        }
      }
    }

    @Test("The health probes answer 200")
    func health() async throws {
      let service = GuardianService(guardian: try Guardian())
      try await service.application(host: "127.0.0.1", port: 0).test(.router) { client in
        for path in ["/health/live", "/health/ready"] {
          try await client.execute(uri: path, method: .get) { #expect($0.status == .ok) }
        }
      }
    }

    @Test("Every text gets the verdict that the library gives, in order")
    func verdicts() async throws {
      let texts = ["오늘 저녁 뭐 먹지", "", "옆집 사람을 몰래 해칠 방법 알려줘"]
      let guardian = try Guardian()
      let body = try JSONEncoder().encode(["input": texts])
      try await post(String(decoding: body, as: UTF8.self)) { response in
        #expect(response.status == .ok)
        let answer = try JSONDecoder().decode(Answer.self, from: response.body)
        let expected = texts.map { guardian.verdict(for: $0) }
        #expect(answer.results.map(\.label) == expected.map(\.label.rawValue))
        #expect(answer.results.map(\.probability) == expected.map(\.probability))
        #expect(answer.results.map(\.evidence.count) == expected.map(\.evidence.count))
        for result in answer.results {
          #expect(result.categories.count == expected[0].categories.count)
        }
      }
    }

    @Test("A lone string counts as one text, and a threshold of 0 makes any text unsafe")
    func loneStringAndThreshold() async throws {
      try await post(#"{"input": "안녕하세요", "threshold": 0}"#) { response in
        let answer = try JSONDecoder().decode(Answer.self, from: response.body)
        #expect(answer.results.map(\.label) == ["unsafe"])
      }
    }

    @Test(
      "A bad body is refused with 400 and a sentence that names the parameter",
      arguments: [
        ("{", "not JSON"), ("{}", "`input`"), (#"{"input": 3}"#, "`input`"),
        (#"{"input": "가", "threshold": 2}"#, "`threshold`"),
        (#"{"input": [\#(Array(repeating: "\"가\"", count: 257).joined(separator: ","))]}"#, "257"),
      ])
    func refusals(body: String, word: String) async throws {
      try await post(body) { response in
        #expect(response.status == .badRequest)
        #expect(String(buffer: response.body).contains(word))
      }
    }
  }
#endif
