import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A small HTTP server on the loopback for tests: one thread a connection, one request a connection.
package final class LoopbackServer: Sendable {
  /// A request as it came.
  package struct Request: Sendable {
    /// `GET`, `POST` …
    package var method: String
    /// The path with its query.
    package var path: String
    /// The header fields, their names in lower case.
    package var headers: [String: String]
    /// The body.
    package var body: Data
  }

  /// What the server does with a request.
  package enum Reply: Sendable {
    /// An answer.
    case answer(Int, [String: String] = [:], Data = Data())
    /// An answer that promises `length` bytes, of which only these come.
    case cut(Int, [String: String] = [:], Data, length: Int)
    /// The connection is closed without a word.
    case nothing
    /// The connection stays open and silent until the server ends.
    case silence
  }

  private struct Silent: Error {}
  private let descriptor: Int32
  /// The port on 127.0.0.1.
  package let port: UInt16
  private let handler: @Sendable (Int, Request) -> Reply
  private let seen = Mutex<[Request]>([])
  private let held = Mutex<[Int32]>([])

  /// Every request so far.
  package var requests: [Request] { seen.withLock { $0 } }
  /// The server's address.
  package var url: URL { URL(string: "http://127.0.0.1:\(port)") ?? URL(fileURLWithPath: "/") }

  /// Starts a server; `handler` is called with the number of the request, from 1.
  package init(_ handler: @escaping @Sendable (Int, Request) -> Reply) throws {
    self.handler = handler
    #if canImport(Glibc)
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    descriptor = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the address outlives the calls, which read and write one `sockaddr_in`.
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socket in
        bind(listener, socket, length) == 0 && Self.open(listener) == 0
          && getsockname(listener, socket, &length) == 0
      }
    }
    guard isBound else { throw Silent() }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        guard let server = self else {
          close(connection)
          return
        }
        Thread.detachNewThread { server.serve(connection) }
      }
    }
  }

  deinit { stop() }

  private static func open(_ listener: Int32) -> Int32 { listen(listener, 64) }

  /// Ends the server; connections that are open are closed.
  package func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
    for connection in held.withLock({ $0 }) { close(connection) }
  }

  private func serve(_ connection: Int32) {
    guard let request = read(connection) else {
      close(connection)
      return
    }
    let number = seen.withLock { requests in
      requests.append(request)
      return requests.count
    }
    switch handler(number, request) {
    case .answer(let status, let headers, let body):
      write(connection, head(status, headers, length: body.count) + body)
    case .cut(let status, let headers, let body, let length):
      write(connection, head(status, headers, length: length) + body)
    case .nothing: break
    case .silence:
      held.withLock { $0.append(connection) }
      return
    }
    shutdown(connection, Int32(SHUT_WR))
    close(connection)
  }

  private func head(_ status: Int, _ headers: [String: String], length: Int) -> Data {
    var text = "HTTP/1.1 \(status) x\r\nContent-Length: \(length)\r\nConnection: close\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
    return Data((text + "\r\n").utf8)
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes = Data()
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let end = Data("\r\n\r\n".utf8)
    while true {
      if let range = bytes.range(of: end) {
        let lines = String(decoding: bytes[..<range.lowerBound], as: UTF8.self).components(
          separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1)
          if parts.count == 2 {
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
          }
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        if bytes.count - range.upperBound >= length, words.count >= 2 {
          return Request(
            method: words[0], path: words[1], headers: headers, body: Data(bytes[range.upperBound...]))
        }
      }
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
    }
  }

  private func write(_ connection: Int32, _ data: Data) {
    let bytes = [UInt8](data)
    var written = 0
    while written < bytes.count {
      // SAFETY: pointer and count are those of the rest of one array.
      let count = bytes[written...].withUnsafeBytes { buffer in
        send(connection, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      written += count
    }
  }
}
