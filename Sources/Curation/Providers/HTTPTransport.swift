import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request over HTTP.
public struct HTTPRequest: Equatable, Sendable {
  /// The address.
  public var url: URL
  /// `GET` or `POST`.
  public var method: String
  /// The header fields.
  public var headers: [String: String]
  /// The body.
  public var body: Data?

  /// A request from its parts.
  public init(url: URL, method: String = "GET", headers: [String: String] = [:], body: Data? = nil) {
    self.url = url
    self.method = method
    self.headers = headers
    self.body = body
  }
}

/// The head of an answer over HTTP, and its body.
public struct HTTPResponse: Equatable, Sendable {
  /// The status.
  public var status: Int
  /// The header fields, their names in lower case.
  public var headers: [String: String]
  /// The body.
  public var body: Data

  /// An answer from its parts.
  public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The seconds that the header `Retry-After` (or `retry-after-ms`) asks to wait; a date counts from the header
  /// `Date` of the same answer, so that no clock is needed. `nil` where nothing of it is there.
  public var retryAfterSeconds: Double? {
    if let text = headers["retry-after-ms"], let value = Double(text), value.isFinite, value >= 0 {
      return value / 1000
    }
    guard let text = headers["retry-after"] else { return nil }
    if let value = Double(text) { return value.isFinite && value >= 0 ? value : nil }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    guard let until = format.date(from: text), let now = headers["date"].flatMap(format.date(from:)) else {
      return nil
    }
    return max(0, until.timeIntervalSince(now))
  }
}

/// Why no answer came over HTTP.
public enum TransportFault: Error, Equatable, Sendable {
  /// No answer in time.
  case timedOut
  /// The connection failed.
  case failed(reason: String)
}

/// What sends requests over HTTP and waits for the answers.
public protocol HTTPTransport: Sendable {
  /// The answer to a request. It blocks the thread that asks.
  func send(_ request: HTTPRequest) throws(TransportFault) -> HTTPResponse
}

/// HTTP by `URLSession`.
public final class URLSessionTransport: HTTPTransport {
  private let session: URLSession
  private let timeoutSeconds: Double

  /// A transport that waits so many seconds for an answer.
  public init(timeoutSeconds: Double = 120, connections: Int = 64) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.timeoutIntervalForRequest = timeoutSeconds
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    session = URLSession(configuration: configuration)
    self.timeoutSeconds = timeoutSeconds
  }

  deinit { session.invalidateAndCancel() }

  /// The answer to a request.
  public func send(_ request: HTTPRequest) throws(TransportFault) -> HTTPResponse {
    let done = DispatchSemaphore(value: 0)
    let shared = SharedResult()
    let task = session.dataTask(with: request.foundation(timeoutSeconds: timeoutSeconds)) {
      data, response, error in
      shared.value.withLock { $0 = Self.result(data, response, error) }
      done.signal()
    }
    task.resume()
    // The session's own time-out starts anew with every byte; this one bounds the whole.
    guard done.wait(timeout: .now() + timeoutSeconds * 2) == .success else {
      task.cancel()
      throw .timedOut
    }
    return try shared.value.withLock { $0 }.get()
  }

  private final class SharedResult: Sendable {
    let value = Mutex<Result<HTTPResponse, TransportFault>>(.failure(.timedOut))
  }

  private static func result(
    _ data: Data?, _ response: URLResponse?, _ error: (any Error)?
  ) -> Result<HTTPResponse, TransportFault> {
    if let error { return .failure(TransportFault(error)) }
    guard let response = response as? HTTPURLResponse else {
      return .failure(.failed(reason: "no HTTP answer"))
    }
    return .success(HTTPResponse(response, body: data ?? Data()))
  }
}

extension TransportFault {
  /// The fault that an error of `URLSession` is.
  init(_ error: any Error) {
    let error = error as NSError
    self =
      error.domain == NSURLErrorDomain && error.code == NSURLErrorTimedOut
      ? .timedOut : .failed(reason: error.localizedDescription)
  }
}

extension HTTPRequest {
  /// The request as Foundation has it.
  func foundation(timeoutSeconds: Double) -> URLRequest {
    var request = URLRequest(url: url, timeoutInterval: timeoutSeconds)
    request.httpMethod = method
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    request.httpBody = body
    return request
  }
}

extension HTTPResponse {
  /// An answer of Foundation.
  init(_ response: HTTPURLResponse, body: Data) {
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields {
      headers["\(name)".lowercased()] = "\(value)"
    }
    self.init(status: response.statusCode, headers: headers, body: body)
  }
}
