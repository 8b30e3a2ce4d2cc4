import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// What hands over a long answer over HTTP as it arrives.
public protocol ByteStreaming: Sendable {
  /// Calls `head` once with status and headers, then `body` with each piece; either may throw to end the transfer.
  ///
  /// It blocks the thread that asks, and both are called on it.
  func stream(
    _ request: HTTPRequest, head: (HTTPResponse) throws -> Void, body: (Data) throws -> Void
  ) throws
}

/// Streaming by `URLSession`.
public struct URLSessionStream: ByteStreaming {
  private let timeoutSeconds: Double

  /// A stream that waits so many seconds for the next bytes.
  public init(timeoutSeconds: Double = 60) { self.timeoutSeconds = timeoutSeconds }

  /// Hands over an answer as it arrives; throws ``TransportFault`` where the connection fails.
  public func stream(
    _ request: HTTPRequest, head: (HTTPResponse) throws -> Void, body: (Data) throws -> Void
  ) throws {
    let mailbox = Mailbox()
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeoutSeconds
    configuration.urlCache = nil
    let session = URLSession(configuration: configuration, delegate: Delegate(mailbox), delegateQueue: nil)
    defer { session.invalidateAndCancel() }
    let task = session.dataTask(with: request.foundation(timeoutSeconds: timeoutSeconds))
    task.resume()
    while true {
      switch mailbox.next(timeoutSeconds: timeoutSeconds) {
      case .head(let response): try head(response)
      case .body(let data): try body(data)
      case .end(nil): return
      case .end(let fault?): throw fault
      case nil: throw TransportFault.timedOut
      }
    }
  }

  private enum Event: Sendable {
    case head(HTTPResponse)
    case body(Data)
    case end(TransportFault?)
  }

  /// Events on their way from the session's thread to the one that waits.
  private final class Mailbox: Sendable {
    private let events = Mutex<[Event]>([])
    private let signal = DispatchSemaphore(value: 0)

    func post(_ event: Event) {
      events.withLock { $0.append(event) }
      signal.signal()
    }

    func next(timeoutSeconds: Double) -> Event? {
      guard signal.wait(timeout: .now() + timeoutSeconds) == .success else { return nil }
      return events.withLock { $0.removeFirst() }
    }
  }

  private final class Delegate: NSObject, URLSessionDataDelegate {
    let mailbox: Mailbox
    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    func urlSession(
      _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
      completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
      if let response = response as? HTTPURLResponse {
        mailbox.post(.head(HTTPResponse(response, body: Data())))
      }
      completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
      mailbox.post(.body(data))
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
      mailbox.post(.end(error.map { TransportFault($0) }))
    }
  }
}
