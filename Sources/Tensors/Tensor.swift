/// A dense array of rank `shape.count`, row-major: the last index moves fastest.
///
/// The law it keeps: `elements.count` is the product of `shape` (1 for a scalar).
public struct Tensor<Scalar: Sendable>: Sendable {
  /// The length of each dimension, outermost first.
  public let shape: [Int]
  /// The elements, `shape`'s product many.
  public var elements: [Scalar]

  /// A tensor over `elements`. The count must be the product of `shape`.
  public init(shape: [Int], elements: [Scalar]) {
    precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == elements.count)
    self.shape = shape
    self.elements = elements
  }

  /// A tensor of `shape` that holds `value` everywhere.
  public init(shape: [Int], repeating value: Scalar) {
    self.init(shape: shape, elements: Array(repeating: value, count: shape.reduce(1, *)))
  }
}

extension Tensor: Equatable where Scalar: Equatable {}
