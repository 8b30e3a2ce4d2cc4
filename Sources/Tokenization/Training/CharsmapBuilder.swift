/// Builds a precompiled charsmap: a map from strings to strings as SentencePiece's models carry it.
///
/// Equal parts of the trie are kept once, so rules that spell the same in many ways cost little. The result is
/// a darts-clone double array (see ``Charsmap`` for the format) that SentencePiece loads and checks.
/// Source: `Builder::CompileCharsMap` in `builder.cc` of SentencePiece 0.2.3 for what a rule may be.
struct CharsmapBuilder {
  /// A node of the trie: what ends here and what goes on, by bytes in ascending order.
  struct Node: Hashable {
    var value: Int32 = -1
    var children: [Child] = []
  }

  /// An edge of the trie.
  struct Child: Hashable {
    var byte: UInt8
    var node: Int32
  }

  private(set) var nodes: [Node] = []
  private(set) var text: [UInt8] = []
  private var known: [Node: Int32] = [:]
  private var values: [[UInt8]: Int32] = [:]

  /// The number of a node; equal nodes have one number.
  mutating func intern(_ node: Node) -> Int32 {
    if let number = known[node] { return number }
    nodes.append(node)
    known[node] = Int32(nodes.count - 1)
    return Int32(nodes.count - 1)
  }

  /// The number of a replacement.
  mutating func value(_ bytes: [UInt8]) -> Int32 {
    if let value = values[bytes] { return value }
    let value = Int32(text.count)
    text += bytes + [0]
    values[bytes] = value
    return value
  }

  /// The children that the strings of `ends` lead to: each string's last byte to its node.
  mutating func children(_ ends: [(bytes: [UInt8], node: Int32)]) -> [Child] {
    children(ends.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }[...], depth: 0)
  }

  private mutating func children(
    _ ends: ArraySlice<(bytes: [UInt8], node: Int32)>, depth: Int
  ) -> [Child] {
    var children: [Child] = []
    var start = ends.startIndex
    while start < ends.endIndex {
      let byte = ends[start].bytes[depth]
      let end = ends[start...].firstIndex { $0.bytes[depth] != byte } ?? ends.endIndex
      if ends[start].bytes.count == depth + 1 {
        // Strings are those of whole characters, so none begins another.
        children.append(Child(byte: byte, node: ends[start].node))
      } else {
        let inner = self.children(ends[start..<end], depth: depth + 1)
        children.append(Child(byte: byte, node: intern(Node(children: inner))))
      }
      start = end
    }
    return children
  }

  /// The charsmap whose trie begins at `root`; empty if that has nothing.
  func blob(root: Int32) -> [UInt8] {
    guard !nodes[Int(root)].children.isEmpty else { return [] }
    let units = DoubleArrayLayout(nodes, root: root).units
    var blob: [UInt8] = []
    blob.reserveCapacity(4 + units.count * 4 + text.count)
    func append(_ word: UInt32) {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        blob.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    append(UInt32(units.count * 4))
    units.forEach(append)
    return blob + text
  }
}

/// Lays the nodes of a trie out as darts-clone units.
///
/// A unit is label, flag "a value follows", and the distance (exclusive or) from its own place to the place
/// from which its children are counted; a value is a unit with the highest bit. Children of different nodes
/// never count from the same place, so the label alone tells whose child a unit is.
/// Source: Yata, darts-clone, `DoubleArrayBuilder`.
struct DoubleArrayLayout {
  private(set) var units: [UInt32] = []
  private var isTaken: [Bool] = []
  private var isBase: [Bool] = []
  private var firstFree = 1
  private var bases: [Int]
  private let nodes: [CharsmapBuilder.Node]

  init(_ nodes: [CharsmapBuilder.Node], root: Int32) {
    self.nodes = nodes
    bases = [Int](repeating: -1, count: nodes.count)
    grow()
    isTaken[0] = true
    // The root's own place is 0, and a distance of 0 would mean that it has no children.
    isBase[0] = true
    units[0] = unit(0, at: 0, hasValue: false, base: place(root))
    markUnused()
  }

  private mutating func grow() {
    units += [UInt32](repeating: 0, count: 256)
    isTaken += [Bool](repeating: false, count: 256)
    isBase += [Bool](repeating: false, count: 256)
  }

  /// Places the children of `node` and theirs, and returns from where they are counted.
  private mutating func place(_ node: Int32) -> Int {
    if bases[Int(node)] >= 0 { return bases[Int(node)] }
    let (value, children) = (nodes[Int(node)].value, nodes[Int(node)].children)
    let labels = (value >= 0 ? [UInt8(0)] : []) + children.map(\.byte)
    let base = freeBase(for: labels)
    bases[Int(node)] = base
    isBase[base] = true
    for label in labels { isTaken[base ^ Int(label)] = true }
    if value >= 0 { units[base] = 0x8000_0000 | UInt32(value) }
    for child in children {
      let place = base ^ Int(child.byte)
      units[place] = unit(
        child.byte, at: place, hasValue: nodes[Int(child.node)].value >= 0, base: self.place(child.node))
    }
    return base
  }

  private func unit(_ label: UInt8, at place: Int, hasValue: Bool, base: Int) -> UInt32 {
    let distance = UInt32(place ^ base)
    precondition(distance < 1 << 21 || distance & 0xFF == 0 && distance < 1 << 29, "the trie is too large")
    let spelled = distance < 1 << 21 ? distance << 10 : distance << 2 | 1 << 9
    return spelled | (hasValue ? 1 << 8 : 0) | UInt32(label)
  }

  /// A place from which all of `labels` fall on free units.
  private mutating func freeBase(for labels: [UInt8]) -> Int {
    while firstFree < units.count, isTaken[firstFree] { firstFree += 1 }
    var place = firstFree
    var tried = 0
    while true {
      if place >= units.count { grow() }
      if !isTaken[place] {
        let base = place ^ Int(labels[0])
        if !isBase[base], labels.allSatisfy({ !isTaken[base ^ Int($0)] }) { return base }
        tried += 1
        // Far behind the front only crumbs are left.
        if tried == 64 { firstFree = place }
      }
      place += 1
    }
  }

  /// Gives free units labels that no node asks for.
  private mutating func markUnused() {
    for block in stride(from: 0, to: units.count, by: 256) {
      let unused = (block..<block + 256).first { !isBase[$0] } ?? block
      for place in block..<block + 256 where !isTaken[place] {
        units[place] = UInt32((place ^ unused) & 0xFF)
      }
    }
  }
}
