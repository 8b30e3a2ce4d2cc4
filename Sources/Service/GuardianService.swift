#if Server
  import Foundation
  import Haechi
  import Hummingbird

  /// The guardian behind HTTP: health probes and `POST /v1/check`.
  public struct GuardianService: Sendable {
    /// The most texts that one request may hold.
    public static let maximumTexts = 256
    /// The largest request body, in bytes.
    public static let maximumBodyBytes = 4 << 20

    private let guardian: Guardian

    /// A service that answers with `guardian`.
    public init(guardian: Guardian) { self.guardian = guardian }

    /// The routes: `GET /health/live`, `GET /health/ready` and `POST /v1/check`.
    public func router() -> Router<BasicRequestContext> {
      let router = Router()
      router.get("health/live") { _, _ in HTTPResponse.Status.ok }
      router.get("health/ready") { _, _ in HTTPResponse.Status.ok }
      router.post("v1/check") { request, context in
        try await check(request, context: context)
      }
      return router
    }

    /// An application that listens on `host` and `port`; port 0 takes a free one.
    public func application(host: String, port: Int) -> some ApplicationProtocol {
      Application(
        router: router(),
        configuration: .init(address: .hostname(host, port: port), serverName: "haechi"))
    }

    private func check(_ request: Request, context: BasicRequestContext) async throws -> CheckResponse {
      let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
      let query: CheckRequest
      do {
        query = try JSONDecoder().decode(CheckRequest.self, from: body)
      } catch DecodingError.dataCorrupted {
        throw CheckRefusal.notJSON
      } catch {
        throw CheckRefusal.inputMissing
      }
      guard query.input.count <= Self.maximumTexts else {
        throw CheckRefusal.tooManyTexts(limit: Self.maximumTexts, found: query.input.count)
      }
      var policy = Policy.default
      if let threshold = query.threshold {
        guard (0...1).contains(threshold) else {
          throw CheckRefusal.thresholdOutOfRange(found: threshold)
        }
        policy.threshold = threshold
      }
      return CheckResponse(
        results: query.input.map { CheckResponse.Result(guardian.verdict(for: $0, policy: policy)) })
    }
  }
#endif
