import CKernels

/// Checks a bundle's prefix, header and section table, and hands out its sections.
struct BundleReader {
  let header: BundleLayout.Header
  let checksum: UInt64
  private let payload: UnsafeRawBufferPointer
  private let sections: [String: Range<Int>]

  init(_ bytes: UnsafeRawBufferPointer) throws(ModelError) {
    let prefixByteCount = BundleLayout.prefixByteCount
    guard bytes.count >= prefixByteCount else {
      throw .wrongLength(what: "prefix", expected: prefixByteCount, found: bytes.count)
    }
    guard bytes.prefix(BundleLayout.magic.count).elementsEqual(BundleLayout.magic) else { throw .notABundle }
    guard Int(bitPattern: bytes.baseAddress) % BundleLayout.alignment == 0 else {
      throw .misalignedBundle(expected: BundleLayout.alignment)
    }
    // SAFETY: 64 bytes are there, so the loads at 8, 12, 16 and 24 are inside; none needs alignment.
    let version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    guard version == BundleLayout.version else {
      throw .unsupportedBundleVersion(expected: BundleLayout.version, found: version)
    }
    let headerByteCount = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
    let claimed = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    checksum = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    let rest = bytes.count - prefixByteCount
    guard headerByteCount <= min(rest, BundleLayout.headerByteLimit),
      headerByteCount % BundleLayout.alignment == 0
    else {
      throw .wrongLength(
        what: "header", expected: min(rest, BundleLayout.headerByteLimit), found: headerByteCount)
    }
    guard claimed == UInt64(rest - headerByteCount) else {
      throw .wrongLength(
        what: "payload", expected: Int(clamping: claimed), found: rest - headerByteCount)
    }
    let payloadStart = prefixByteCount + headerByteCount
    payload = UnsafeRawBufferPointer(rebasing: bytes[payloadStart...])
    header = try JSONFile.decode(
      BundleLayout.Header.self,
      from: UnsafeRawBufferPointer(rebasing: bytes[prefixByteCount..<payloadStart]), file: "bundle")
    try header.configuration.validate(file: "bundle")
    try header.metadata.validate(for: header.configuration, file: "bundle")
    sections = try Self.ranges(of: header, limit: payload.count)
  }

  /// The beginning of the section called `name`.
  func section(_ name: String) throws(ModelError) -> UnsafeRawPointer {
    guard let range = sections[name], let start = payload.baseAddress else { throw .missingSection(name) }
    return start + range.lowerBound
  }

  func floats(_ name: String) throws(ModelError) -> UnsafePointer<Float> {
    // SAFETY: sections begin at multiples of 64 and have the lengths of `BundleLayout.sections`.
    try section(name).assumingMemoryBound(to: Float.self)
  }

  func matrix(_ name: String, channels: Int, depth: Int) throws(ModelError) -> PackedMatrix {
    PackedMatrix(at: try section(name), channels: channels, depth: depth)
  }

  func tokenizer() throws(ModelError) -> UnsafeRawBufferPointer {
    guard let range = sections["tokenizer"] else { throw .missingSection("tokenizer") }
    return UnsafeRawBufferPointer(rebasing: payload[range])
  }

  /// Where each section lies, once it is known that all are there, inside the payload, aligned, and as long as
  /// the configuration asks for.
  private static func ranges(
    of header: BundleLayout.Header, limit: Int
  ) throws(ModelError) -> [String: Range<Int>] {
    var result: [String: Range<Int>] = [:]
    for section in header.sections {
      guard section.offset >= 0, section.count >= 0, section.offset % BundleLayout.alignment == 0,
        section.offset <= limit, section.count <= limit - section.offset
      else {
        throw .misplacedSection(
          name: section.name, offset: section.offset, count: section.count, limit: limit)
      }
      result[section.name] = section.offset..<section.offset + section.count
    }
    let rows = header.metadata.readoutIDs.count
    for (name, count) in BundleLayout.sections(of: header.configuration, headRows: rows) {
      guard let range = result[name] else { throw .missingSection(name) }
      guard range.count == count else {
        throw .wrongLength(what: name, expected: count, found: range.count)
      }
    }
    return result
  }
}
