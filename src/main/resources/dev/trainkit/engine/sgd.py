class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def step(self: __torch__.Functions,
    weights: List[Tensor],
    gradients: List[Tensor],
    decays: List[float],
    rate: float) -> int:
    for i in range(torch.len(weights)):
      if torch.eq(decays[i], 0.):
        direction = gradients[i]
      else:
        direction = torch.add(gradients[i], weights[i], alpha=decays[i])
      _0 = torch.add_(weights[i], direction, alpha=torch.neg(rate))
    return torch.len(weights)
  def step_with_momentum(self: __torch__.Functions,
    weights: List[Tensor],
    gradients: List[Tensor],
    decays: List[float],
    rate: float,
    buffers: List[Tensor],
    shares: List[float],
    momentum: float,
    nesterov: bool,
    least: List[float]) -> int:
    kept = torch.full(annotate(List[int], []), momentum, dtype=ops.prim.dtype(buffers[0]))
    for i in range(torch.len(weights)):
      if torch.eq(decays[i], 0.):
        direction = gradients[i]
      else:
        direction = torch.add(gradients[i], weights[i], alpha=decays[i])
      buffer = torch.add_(torch.mul_(buffers[i], kept), direction, alpha=shares[i])
      if nesterov:
        ahead = torch.add(direction, buffer, alpha=momentum)
      else:
        ahead = buffer
      _0 = torch.add_(weights[i], ahead, alpha=torch.neg(rate))
      if torch.gt(least[i], 0.):
        _1 = torch.masked_fill_(buffer, torch.lt(torch.abs(buffer), least[i]), 0.)
    return torch.len(weights)
