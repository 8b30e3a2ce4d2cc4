/// The hash functions of a MinHash signature (Broder 1997), folded into one key a band.
struct MinHash: Sendable {
  private let multipliers: [UInt32]
  private let increments: [UInt32]
  private let bands: Int
  private let rows: Int

  /// Hash functions chosen by the settings' seed.
  init(settings: NearDuplicates.Settings) {
    (bands, rows) = (settings.bands, settings.rows)
    multipliers = (0..<bands * rows).map {
      UInt32(truncatingIfNeeded: StableHash.mix(settings.seed &+ UInt64($0))) | 1
    }
    increments = (0..<bands * rows).map {
      UInt32(truncatingIfNeeded: StableHash.mix(~settings.seed &- UInt64($0)))
    }
  }

  /// Appends a key for each band of a set of hashed n-grams; `signature` is scratch.
  func appendBandKeys(of set: [UInt32], signature: inout [UInt32], to keys: inout [UInt32]) {
    let hashes = multipliers.count
    signature.removeAll(keepingCapacity: true)
    signature.append(contentsOf: repeatElement(UInt32.max, count: hashes))
    // SAFETY: the three buffers have `hashes` elements each; none is resized inside.
    signature.withUnsafeMutableBufferPointer { minima in
      multipliers.withUnsafeBufferPointer { multipliers in
        increments.withUnsafeBufferPointer { increments in
          for gram in set {
            for index in 0..<hashes {
              let hash = multipliers[index] &* gram &+ increments[index]
              minima[index] = min(minima[index], hash)
            }
          }
        }
      }
    }
    for band in 0..<bands {
      var key: UInt64 = 0
      for value in signature[band * rows..<(band + 1) * rows] { key = StableHash.mix(key ^ UInt64(value)) }
      keys.append(UInt32(truncatingIfNeeded: key))
    }
  }
}
