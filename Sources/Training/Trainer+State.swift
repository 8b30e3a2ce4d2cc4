import Foundation
import Models

extension Trainer {
  /// What a state file says of itself before its numbers.
  private struct Header: Codable {
    var configuration: LlamaConfiguration
    var settings: TrainingSettings
    var seed: UInt64
    var step: Int
    var position: Position
    /// Floats of each buffer, and the number of buffers: parameters, two moments, the average if kept.
    var count: Int
    var buffers: Int
  }

  // A state file: magic (8 bytes), version, header length, checksum of all that follows (UInt64 each, little
  // endian), the header as JSON, the buffers as little-endian f32.
  private static let magic = Array("HAECHITR".utf8)
  private static let version: UInt64 = 1
  private static let prefix = 32

  private var buffers: [FloatBuffer] {
    [decoder.parameters, firstMoment, secondMoment] + (averaged.map { [$0] } ?? [])
  }

  /// Writes weights, moments, step and position to `url`, through a temporary file beside it.
  public func save(to url: URL) throws(TrainingError) {
    let header = Header(
      configuration: configuration, settings: settings, seed: seed, step: step, position: position,
      count: decoder.layout.count, buffers: buffers.count)
    let temporary = url.appendingPathExtension("partial")
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let json = try encoder.encode(header)
      var body = json
      for buffer in buffers { body.append(contentsOf: UnsafeRawBufferPointer(buffer.elements)) }
      var file = Data(Self.magic)
      for word in [Self.version, UInt64(json.count), checksum(body)] {
        withUnsafeBytes(of: word.littleEndian) { file.append(contentsOf: $0) }
      }
      file.append(body)
      try file.write(to: temporary)
    } catch {
      throw .file(path: temporary.path, operation: "write", errno: errno)
    }
    if rename(temporary.path, url.path) != 0 {
      throw .file(path: url.path, operation: "rename", errno: errno)
    }
  }

  /// Continues where `save` left off, to the same bits. The file must be of this run: the same configuration,
  /// settings and seed. On any error the trainer is as before.
  public func resume(from url: URL) throws(TrainingError) {
    let file: Data
    do { file = try Data(contentsOf: url) } catch {
      throw .file(path: url.path, operation: "read", errno: errno)
    }
    guard file.count >= Self.prefix, Array(file.prefix(8)) == Self.magic, word(file, 8) == Self.version else {
      throw .notAState(path: url.path)
    }
    let expected = word(file, 24), body = file.dropFirst(Self.prefix), found = checksum(body)
    guard word(file, 16) <= UInt64(body.count),
      let header = try? JSONDecoder().decode(Header.self, from: body.prefix(Int(word(file, 16))))
    else { throw .notAState(path: url.path) }
    try check(header, url)
    let payload = body.dropFirst(Int(word(file, 16)))
    let bytes = header.count * 4
    if payload.count != bytes * header.buffers {
      throw .stateLength(path: url.path, expected: bytes * header.buffers, found: payload.count)
    }
    if found != expected { throw .stateChecksum(path: url.path, expected: expected, found: found) }
    for (index, buffer) in buffers.enumerated() {
      let start = payload.startIndex + index * bytes
      payload.copyBytes(to: UnsafeMutableRawBufferPointer(buffer.elements), from: start..<start + bytes)
    }
    step = header.step
    position = header.position
  }

  private func check(_ header: Header, _ url: URL) throws(TrainingError) {
    let fields: [(String, String, String)] = [
      ("configuration", "\(configuration)", "\(header.configuration)"),
      ("settings", "\(settings)", "\(header.settings)"), ("seed", "\(seed)", "\(header.seed)"),
      ("buffers", "\(buffers.count)", "\(header.buffers)"),
      ("count", "\(decoder.layout.count)", "\(header.count)"),
    ]
    for (field, expected, found) in fields where expected != found {
      throw .stateMismatch(path: url.path, field: field, expected: expected, found: found)
    }
  }

  private func word(_ file: Data, _ offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(file[file.startIndex + offset + $1]) << (8 * UInt64($1)) }
  }

  /// FNV-1a over 64-bit words and the bytes left over: finds damage, not forgery.
  private func checksum(_ data: Data) -> UInt64 {
    data.withUnsafeBytes { bytes in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      let words = bytes.count / 8
      for index in 0..<words {
        hash = (hash ^ bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)) &* 0x100_0000_01b3
        hash ^= hash >> 32
      }
      for byte in bytes[(8 * words)...] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return hash
    }
  }
}
